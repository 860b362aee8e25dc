/**
 * Saved states of simulated markets at chapters of their scripts, made by the build beside the program.
 *
 * Invariant: a checkpoint is only used for exactly the scenario, seed and leader included, and the moment it was
 * made for. The program and its checkpoints are built together, so what made a state is what goes on from it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { MarketEvent } from '../../../../shared/model/events';
import type { Scenario } from '../scenario/scenarioSchema';

const FORMAT = 'breakwater-simulation';
const FORMAT_VERSION = 1;

/** What goes on from a saved state. */
export interface SavedScript {
  readonly market: Uint8Array;
  /** Candles, as `CandleArchive` writes them. */
  readonly archive: Uint8Array;
  readonly light: readonly MarketEvent[];
}

export function encodeCheckpoint(scenario: Scenario, startMs: number, saved: SavedScript): Uint8Array {
  const writer = new ByteWriter();
  writer.text(FORMAT);
  writer.whole(FORMAT_VERSION);
  writer.text(identityOf(scenario, startMs));
  writer.bytes(saved.market);
  writer.bytes(saved.archive);
  writer.text(JSON.stringify(saved.light));
  return gzipSync(writer.finish());
}

/** Null for bytes that are not a checkpoint of this market at this moment. */
export function decodeCheckpoint(bytes: Uint8Array, scenario: Scenario, startMs: number): SavedScript | null {
  try {
    const reader = new ByteReader(gunzipSync(bytes));
    if (reader.text() !== FORMAT || reader.whole() !== FORMAT_VERSION) return null;
    if (reader.text() !== identityOf(scenario, startMs)) return null;
    return { market: reader.bytes(), archive: reader.bytes(), light: JSON.parse(reader.text()) };
  } catch {
    // Damaged or cut off: as good as none.
    return null;
  }
}

export function checkpointName(scenario: Scenario, startMs: number): string {
  return `${scenario.name}-${identityOf(scenario, startMs).slice(0, 16)}.checkpoint`;
}

/** The checkpoint of this moment; null when there is none that fits. */
export function findCheckpoint(
  scenario: Scenario,
  startMs: number,
  folder = builtFolder(),
): SavedScript | null {
  const path = join(folder, checkpointName(scenario, startMs));
  return existsSync(path) ? decodeCheckpoint(readFileSync(path), scenario, startMs) : null;
}

/** Beside the bundled program. */
function builtFolder(): string {
  return join(import.meta.dirname, 'checkpoints');
}

function identityOf(scenario: Scenario, startMs: number): string {
  return createHash('sha256')
    .update(JSON.stringify([scenario, startMs]))
    .digest('hex');
}
