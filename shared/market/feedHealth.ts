/** The last reported state of every venue's connection and streams. */
import type { FeedStatusEvent } from '../model/events';
import { type FeedState, STREAMS, type Stream } from '../model/venue';
import type { ByteReader, ByteWriter } from './byteCodec';
import type { StreamHealth } from './marketView';

export class FeedHealth {
  readonly #states = new Map<string, StreamHealth>();

  apply(event: FeedStatusEvent): void {
    const { venue, stream, state, reason } = event;
    this.#states.set(`${venue} ${stream ?? ''}`, { venue, stream, state, reason });
  }

  /** By venue; the connection first, then its streams in their fixed order. */
  list(): readonly StreamHealth[] {
    return [...this.#states.values()].sort((a, b) => {
      if (a.venue !== b.venue) return a.venue < b.venue ? -1 : 1;
      return rank(a.stream) - rank(b.stream);
    });
  }

  write(writer: ByteWriter): void {
    writer.list(this.list(), (health) => {
      writer.text(health.venue);
      writer.text(health.stream ?? '');
      writer.text(health.state);
      writer.text(health.reason);
    });
  }

  read(reader: ByteReader): void {
    reader.list(() => {
      const venue = reader.text();
      const stream = (reader.text() || null) as Stream | null;
      const state = reader.text() as FeedState;
      this.#states.set(`${venue} ${stream ?? ''}`, { venue, stream, state, reason: reader.text() });
    });
  }
}

function rank(stream: Stream | null): number {
  return stream === null ? -1 : STREAMS.indexOf(stream);
}
