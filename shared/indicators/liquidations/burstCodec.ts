/** Finished bursts of one side in few bytes, exactly. */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { PositionSide } from '../../model/events';
import type { Burst } from '../../model/structure';

export function burstId(asset: string, positionSide: PositionSide, fromMs: number): string {
  return `${asset}:${positionSide}:${fromMs}`;
}

export function writeBurst(writer: ByteWriter, burst: Burst): void {
  writer.whole(burst.fromMs);
  writer.whole((burst.toMs ?? burst.fromMs) - burst.fromMs);
  writer.flag(burst.alarmedAtMs !== null);
  if (burst.alarmedAtMs !== null) writer.whole(burst.alarmedAtMs - burst.fromMs);
  writer.whole(burst.severity);
  writer.double(burst.sideUsd);
  writer.double(burst.otherSideUsd);
  writer.flag(burst.completeness === 'complete');
  writer.list(burst.venues, (venue) => writer.text(venue));
  writer.double(burst.peakZ);
  for (const value of nullablesOf(burst)) writer.nullable(value);
}

export function readBurst(reader: ByteReader, asset: string, positionSide: PositionSide): Burst {
  const fromMs = reader.whole();
  return {
    id: burstId(asset, positionSide, fromMs),
    asset,
    positionSide,
    fromMs,
    toMs: fromMs + reader.whole(),
    alarmedAtMs: reader.flag() ? fromMs + reader.whole() : null,
    severity: reader.whole(),
    sideUsd: reader.double(),
    otherSideUsd: reader.double(),
    completeness: reader.flag() ? 'complete' : 'lowerBound',
    venues: reader.list(() => reader.text()),
    peakZ: reader.double(),
    fromPrice: reader.nullable(),
    toPrice: reader.nullable(),
    openInterestBeforeBase: reader.nullable(),
    openInterestAfterBase: reader.nullable(),
    forcedShare: reader.nullable(),
    explainedShare: reader.nullable(),
  };
}

/** In the order `readBurst` takes them. */
function nullablesOf(burst: Burst): (number | null)[] {
  return [
    burst.fromPrice,
    burst.toPrice,
    burst.openInterestBeforeBase,
    burst.openInterestAfterBase,
    burst.forcedShare,
    burst.explainedShare,
  ];
}
