/**
 * Saved states of simulated markets at moments of their scripts, made by the build beside the program.
 *
 * Invariant: a checkpoint is only used for exactly the scenario, seed and leader included, that it was made for,
 * and never for a moment before its own. The program and its checkpoints are built together, so what made a state is what goes on from it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { MarketEvent } from '../../../../shared/model/events';
import { DAY_MS } from '../../../../shared/model/time';
import type { Scenario } from '../scenario/scenarioSchema';

const FORMAT = 'breakwater-simulation';
const FORMAT_VERSION = 2;
/** Half of it is noise that no effort makes smaller. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_LGWIN]: 24 } };
const EXTENSION = '.checkpoint';

/** From a checkpoint this old a market is simulated on in about a second. */
export const REACH_MS = DAY_MS;

/** What goes on from a saved state. */
export interface SavedScript {
  readonly market: Uint8Array;
  /** Candles and hours of open interest, as their archives write them. */
  readonly archive: Uint8Array;
  readonly light: readonly MarketEvent[];
}

export function encodeCheckpoint(scenario: Scenario, startMs: number, saved: SavedScript): Uint8Array {
  const writer = new ByteWriter();
  writer.text(FORMAT);
  writer.whole(FORMAT_VERSION);
  writer.text(identityOf(scenario));
  writer.whole(startMs);
  writer.bytes(saved.market);
  writer.bytes(saved.archive);
  writer.text(JSON.stringify(saved.light));
  return brotliCompressSync(writer.finish(), COMPRESSION);
}

/** Null for bytes that are not a checkpoint of this market at this moment. */
export function decodeCheckpoint(bytes: Uint8Array, scenario: Scenario, startMs: number): SavedScript | null {
  try {
    const reader = new ByteReader(brotliDecompressSync(bytes));
    if (reader.text() !== FORMAT || reader.whole() !== FORMAT_VERSION) return null;
    if (reader.text() !== identityOf(scenario) || reader.whole() !== startMs) return null;
    return { market: reader.bytes(), archive: reader.bytes(), light: JSON.parse(reader.text()) };
  } catch {
    // Damaged or cut off: as good as none.
    return null;
  }
}

export function checkpointName(scenario: Scenario, startMs: number): string {
  return `${prefixOf(scenario)}${startMs}${EXTENSION}`;
}

/** The newest state from which the market can be taken on to this moment soon; null when there is none. */
export function findCheckpoint(
  scenario: Scenario,
  startMs: number,
  folder = builtFolder(),
): SavedScript | null {
  const prefix = prefixOf(scenario);
  const moments = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.startsWith(prefix) && name.endsWith(EXTENSION))
    .map((name) => Number(name.slice(prefix.length, -EXTENSION.length)))
    .filter((timeMs) => timeMs <= startMs && startMs - timeMs <= REACH_MS);
  if (moments.length === 0) return null;
  const momentMs = Math.max(...moments);
  return decodeCheckpoint(readFileSync(join(folder, checkpointName(scenario, momentMs))), scenario, momentMs);
}

/** Beside the bundled program. */
function builtFolder(): string {
  return join(import.meta.dirname, 'checkpoints');
}

function prefixOf(scenario: Scenario): string {
  return `${scenario.name}-${identityOf(scenario).slice(0, 16)}-`;
}

function identityOf(scenario: Scenario): string {
  return createHash('sha256').update(JSON.stringify(scenario)).digest('hex');
}
