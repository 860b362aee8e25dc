/** Which venues cannot be heard at the moment, as far as liquidations go. */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { FeedStatusEvent } from '../../model/events';
import type { FeedState, VenueId } from '../../model/venue';

/** A venue that is only connecting was not heard before either: it ends nothing. */
const OUT: ReadonlySet<FeedState> = new Set(['stale', 'reconnecting', 'down', 'stopped']);

export class VenueOutages {
  /** `<venue> <stream or nothing>` of what is out. */
  readonly #out = new Set<string>();

  /** True when it says something of liquidations. */
  apply({ venue, stream, state }: FeedStatusEvent): boolean {
    if (stream !== null && stream !== 'liquidations') return false;
    const key = `${venue} ${stream ?? ''}`;
    if (OUT.has(state)) this.#out.add(key);
    else this.#out.delete(key);
    return true;
  }

  isOut(venue: VenueId): boolean {
    return this.#out.has(`${venue} `) || this.#out.has(`${venue} liquidations`);
  }

  write(writer: ByteWriter): void {
    writer.list([...this.#out], (key) => writer.text(key));
  }

  read(reader: ByteReader): void {
    for (const key of reader.list(() => reader.text())) this.#out.add(key);
  }
}
