/**
 * Broken files thrown at the importer: whatever is in them, it ends, with or without a session, and no row of
 * the session is one that the file does not hold.
 */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { formatScaled, fromScaled } from '../../../shared/model/decimal';
import type { MarketEvent } from '../../../shared/model/events';
import { MemorySessionStore } from '../sessions/memorySessionStore';
import type { RecordedSession } from '../sessions/sessionStore';
import { AGG_HEADER, AGG_START_MS, aggRows, eventsOf, ImportRig } from './importing.testkit';

/** A file that takes longer than this hangs. */
const LONGEST_MS = 10_000;

interface BrokenFile {
  readonly name: string;
  readonly text: string;
  /** What is on the disk, when it is not the text. */
  readonly bytes: Uint8Array | null;
}

/** Throws with the smallest file that breaks the promise. */
export async function fuzzImports(cases: number, seed?: number): Promise<{ readonly events: number }> {
  let events = 0;
  const property = fc.asyncProperty(brokenFiles(), async (file) => {
    const rig = new ImportRig(new MemorySessionStore());
    const hang = setTimeout(() => rig.abort.abort(), LONGEST_MS);
    try {
      const path = rig.file(file.name, file.bytes ?? file.text);
      const done = await rig.import([path], {
        kind: 'perpetual',
        symbol: 'BTCUSDT',
        asset: 'BTC',
        quote: 'USDT',
      });
      if (rig.abort.signal.aborted) throw new Error(`it took longer than ${LONGEST_MS} ms`);
      if (!done.ok) return;
      const opened = await rig.store.open(done.value.summary.id);
      if (!opened.ok) throw new Error(opened.error.message);
      events += done.value.rows;
      // Of a packed file that was damaged, nobody can say what it once held.
      if (file.bytes === null) await checkRows(opened.value, file.text);
    } finally {
      clearTimeout(hang);
      rig.end();
    }
  });
  await fc.assert(property, { numRuns: cases, ...(seed === undefined ? {} : { seed }) });
  return { events };
}

/** Every number of a row that was imported stands in one line of the file. */
async function checkRows(session: RecordedSession, text: string): Promise<void> {
  const lines = text.split(/\r?\n/).map((line) => new Set(line.split(/[^0-9.]+/).map(Number)));
  const { instruments } = session.info;
  for (const event of await eventsOf(session)) {
    const row = instruments[event.instrument];
    if (row === undefined) continue;
    const wanted = numbersOf(event, row.priceDecimals, row.quantityDecimals);
    if (wanted.length === 0 || lines.some((line) => wanted.every((value) => line.has(value)))) continue;
    throw new Error(`no line holds ${wanted.join(', ')} of a ${event.kind}`);
  }
}

function numbersOf(event: MarketEvent, priceDecimals: number, quantityDecimals: number): number[] {
  const price = (ticks: number) => Number(formatScaled(ticks, priceDecimals));
  if (event.kind === 'trade') {
    const id = event.tradeId === null ? [] : [event.tradeId];
    return [...id, price(event.priceTicks), fromScaled(event.quantityLots, quantityDecimals)];
  }
  if (event.kind === 'candle' && event.origin !== 'trades') {
    const { openTicks, highTicks, lowTicks, closeTicks } = event;
    return [openTicks, highTicks, lowTicks, closeTicks].map(price);
  }
  return [];
}

type Damage = (lines: string[]) => string[];

function brokenFiles(): fc.Arbitrary<BrokenFile> {
  const base = fc.oneof(
    tradeLines(),
    klineLines(),
    fc.array(fc.string({ maxLength: 60 }), { maxLength: 20 }),
  );
  const damages = fc.array(damage(), { maxLength: 6 });
  const ends = fc.constantFrom('\n', '\r\n', '\r');
  const name = fc.constantFrom(
    'BTCUSDT-aggTrades-2024-08-08.csv',
    'BTCUSDT-5m-2024-08.csv',
    'x',
    'a.json',
    'b.log',
  );
  const shape = fc.record({
    last: fc.boolean(),
    mark: fc.boolean(),
    pack: fc.integer({ min: 0, max: 5 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    flip: fc.nat(),
  });
  return fc.tuple(base, damages, ends, name, shape).map(([lines, all, end, fileName, extra]) => {
    const broken = all.reduce((left, apply) => apply(left), [...lines]);
    const text = `${extra.mark ? '\ufeff' : ''}${broken.join(end)}${extra.last ? end : ''}`;
    if (extra.pack > 1) return { name: fileName, text, bytes: null };
    const packed = new Uint8Array(gzipSync(text));
    if (extra.pack === 1)
      return {
        name: `${fileName}.gz`,
        text,
        bytes: packed.subarray(0, Math.floor(packed.length * extra.cut)),
      };
    const at = extra.flip % packed.length;
    packed[at] = (packed[at] ?? 0) ^ (1 << (extra.flip % 8));
    return { name: `${fileName}.gz`, text, bytes: packed };
  });
}

function tradeLines(): fc.Arbitrary<string[]> {
  return fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(1e6), fc.boolean())
    .map(([count, id, hasHeader]) => [...(hasHeader ? [AGG_HEADER] : []), ...aggRows(count, id)]);
}

function klineLines(): fc.Arbitrary<string[]> {
  return fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 2 })).map(([count, style]) => {
    const rows = Array.from({ length: count }, (_, index) => {
      const openMs = AGG_START_MS + index * 300_000;
      const cells = [
        openMs,
        100 + index,
        103 + index,
        99 + index,
        101 + index,
        5,
        openMs + 299_999,
        500,
        9,
        2,
        200,
        0,
      ];
      return style === 1 ? cells.map((cell) => JSON.stringify(String(cell))).join() : cells.join();
    });
    return style === 2 ? [JSON.stringify(rows.map((row) => row.split(',').map(Number)))] : rows;
  });
}

function damage(): fc.Arbitrary<Damage> {
  const place = fc.nat();
  const junk = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      '"',
      '""',
      ',',
      ',,',
      'NaN',
      '-1',
      '0',
      '1e400',
      '9'.repeat(30),
      '\0',
      '[',
      '{}',
      'null',
      '',
    ),
    fc.integer().map(String),
  );
  const at = (lines: readonly string[], where: number) => (lines.length === 0 ? 0 : where % lines.length);
  return fc.oneof(
    place.map(
      (where): Damage =>
        (lines) =>
          lines.toSpliced(at(lines, where), 1),
    ),
    place.map(
      (where): Damage =>
        (lines) =>
          lines.toSpliced(at(lines, where), 0, lines[at(lines, where)] ?? ''),
    ),
    place.map(
      (where): Damage =>
        (lines) => [...lines.slice(at(lines, where)), ...lines.slice(0, at(lines, where))],
    ),
    fc.tuple(place, junk).map(
      ([where, text]): Damage =>
        (lines) =>
          lines.toSpliced(at(lines, where), 0, text),
    ),
    fc.tuple(place, place, junk).map(
      ([where, column, text]): Damage =>
        (lines) => {
          const fields = (lines[at(lines, where)] ?? '').split(',');
          fields[column % fields.length] = text;
          return lines.toSpliced(at(lines, where), 1, fields.join(','));
        },
    ),
    fc.tuple(place, place, junk).map(
      ([where, from, text]): Damage =>
        (lines) => {
          const line = lines[at(lines, where)] ?? '';
          const cut = line.length === 0 ? 0 : from % line.length;
          return lines.toSpliced(
            at(lines, where),
            1,
            line.slice(0, cut) + text + line.slice(cut + text.length),
          );
        },
    ),
  );
}
