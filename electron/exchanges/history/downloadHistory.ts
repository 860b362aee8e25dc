/**
 * Fetches the past of a market into a folder, part by part.
 *
 * Invariants:
 * - A part has its final name only when it is whole and, where there is a checksum, equal to it. So a download
 *   that was ended goes on where it was.
 * - What cannot be had is a finding; nothing is guessed.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { HistoryRequest } from '../../../shared/contract/imports';
import type { Clock } from '../../../shared/feed/clock';
import type { Finding } from '../../../shared/model/importRecord';
import { fail, ok, type Result } from '../../../shared/model/result';
import type { VenueId } from '../../../shared/model/venue';
import { BINANCE_SPOT_HISTORY, BINANCE_USDM_HISTORY } from './binanceHistory';
import { BYBIT_LINEAR_HISTORY } from './bybitHistory';
import { dayText, type HistoryPart, type HistorySource, type MarketParameters } from './historySource';
import { DownloadProblem, RestPages } from './restPages';

/** Where Binance keeps its public files; a setting may name another. */
export const PUBLIC_DATA = 'publicdata';
const PUBLIC_DATA_ORIGIN = 'https://data.binance.vision';
const MANIFEST = 'manifest.json';

const SOURCES: Readonly<Record<VenueId, HistorySource>> = {
  binance: BINANCE_SPOT_HISTORY,
  binanceusdm: BINANCE_USDM_HISTORY,
  bybit: BYBIT_LINEAR_HISTORY,
};

export interface DownloadOptions {
  /** Made when it is not there; what is in it of an earlier try is taken. */
  readonly folder: string;
  /** Other origins by venue, and of the public files as `PUBLIC_DATA`. */
  readonly origins: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Parts that are done, and all of them. */
  readonly onProgress: (progress: { file: string; bytes: number; totalBytes: number }) => void;
  readonly retryMs?: number;
}

export interface DownloadedHistory {
  readonly choices: readonly {
    readonly path: string;
    readonly format: null;
    readonly parameters: Partial<MarketParameters> & {
      readonly intervalMs?: number;
      readonly stampIs?: 'open';
    };
  }[];
  readonly findings: readonly Finding[];
  readonly title: string;
  discard(): Promise<void>;
}

/** Fails with `not-supported` (an unknown venue), `nothing-found`, or `venue-error`. Throws the reason of the signal. */
export async function downloadHistory(
  request: HistoryRequest,
  options: DownloadOptions,
): Promise<Result<DownloadedHistory>> {
  const source = SOURCES[request.venue];
  if (source === undefined) {
    const known = Object.keys(SOURCES).join(', ');
    return fail(
      'not-supported',
      `Nothing can be downloaded from "${request.venue}".`,
      `Choose from: ${known}.`,
    );
  }
  const symbol = `${request.asset}${source.quote}`;
  const folder = join(options.folder, request.venue, symbol);
  await mkdir(folder, { recursive: true });
  const pages = new RestPages({
    ...{ venueTitle: source.title, clock: options.clock, random: options.random, signal: options.signal },
    restOrigin: options.origins[request.venue] ?? source.restOrigin,
    filesOrigin: options.origins[PUBLIC_DATA] ?? PUBLIC_DATA_ORIGIN,
    ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
  });
  const findings: Finding[] = [];
  const absent = (what: string, detail: string) => findings.push(notPublished(what, detail));
  // Always said: who looks for liquidations in the session is told why there are none.
  const kinds = [...new Set([...request.kinds, 'liquidations' as const])];
  const parts = kinds.flatMap((kind) => {
    const why = source.missing(kind);
    if (why !== null) absent(kind, why);
    return why === null ? source.parts(symbol, kind, request) : [];
  });
  const market: MarketParameters = {
    ...{ venue: request.venue, symbol, asset: request.asset, quote: source.quote, kind: source.marketKind },
  };
  const parcel = new Parcel(folder);
  await parcel.open();
  const choices: DownloadedHistory['choices'][number][] = [];
  try {
    for (const [index, part] of parts.entries()) {
      options.signal.throwIfAborted();
      options.onProgress({ file: part.what, bytes: index, totalBytes: parts.length });
      const path = await fetchPart(part, parcel, pages);
      if (path === null) absent(part.kind, `${source.title} has published no ${part.what}`);
      else choices.push({ path, format: null, parameters: { ...market, ...part.extra } });
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof DownloadProblem)) throw error;
    return fail('venue-error', error.message, 'What was fetched is kept: download again to go on.', true);
  }
  if (choices.length === 0) {
    return fail('nothing-found', `${source.title} has published nothing of ${symbol} in these days.`);
  }
  const days = [...new Set([dayText(request.fromMs), dayText(request.toMs - 1)])].join(' to ');
  return ok({
    choices,
    findings,
    title: `${symbol} of ${source.title}, ${days}`,
    discard: () => parcel.discard(choices.map(({ path }) => path)),
  });
}

/** The path of the part; null when nobody has published it. */
async function fetchPart(part: HistoryPart, parcel: Parcel, pages: RestPages): Promise<string | null> {
  const { file, rest, what } = part;
  const fileName = file?.split('/').at(-1);
  const known = (await parcel.find(fileName)) ?? (await parcel.find(rest?.name));
  if (known !== null) return known;
  if (file !== null && fileName !== undefined) {
    const saved = await saveFile(file, fileName, what, parcel, pages);
    if (saved !== null) return saved;
  }
  if (rest === null) return null;
  const target = parcel.partial(rest.name);
  const hash = createHash('sha256');
  let rows = 0;
  const hashed = async function* () {
    for await (const text of rest.write(pages)) {
      hash.update(text);
      rows += text.split('\n').length - 1;
      yield text;
    }
  };
  await pipeline(hashed, createWriteStream(target));
  // A header alone, or an empty document, is nothing.
  if (rows < 2) {
    await rm(target, { force: true });
    return null;
  }
  return parcel.keep(rest.name, part.untilMs <= pages.nowMs() ? hash.digest('hex') : null);
}

/** Tried twice: what is damaged on its way is whole the next time. */
async function saveFile(
  path: string,
  name: string,
  what: string,
  parcel: Parcel,
  pages: RestPages,
): Promise<string | null> {
  const checksum = await pages.text(`${path}.CHECKSUM`, `checksum of ${what}`);
  if (checksum === null) return null;
  const expected = /\b[0-9a-f]{64}\b/i.exec(checksum)?.[0]?.toLowerCase();
  if (expected === undefined) throw new DownloadProblem(`The checksum of ${name} cannot be read.`);
  for (let attempt = 0; attempt < 2; attempt++) {
    const sha256 = await pages.save(path, parcel.partial(name), what);
    if (sha256 === null) return null;
    if (sha256 === expected) return parcel.keep(name, sha256);
  }
  await rm(parcel.partial(name), { force: true });
  throw new DownloadProblem(
    `${name} is not what its checksum says: it is damaged, or was changed on the way.`,
  );
}

/** The parts in a folder, with what they were when they were whole. */
class Parcel {
  readonly #folder: string;
  #sums: Record<string, string> = {};

  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(): Promise<void> {
    try {
      const sums: unknown = JSON.parse(await readFile(join(this.#folder, MANIFEST), 'utf8'));
      if (typeof sums === 'object' && sums !== null) this.#sums = { ...sums } as Record<string, string>;
    } catch {
      // The first time there is none, and what stands in a damaged one is fetched again.
    }
  }

  partial(name: string): string {
    return join(this.#folder, `${name}.part`);
  }

  /** `sha256` null: it is not whole yet, and is fetched again the next time. */
  async keep(name: string, sha256: string | null): Promise<string> {
    const path = join(this.#folder, name);
    await rename(this.partial(name), path);
    if (sha256 === null) return path;
    this.#sums[name] = sha256;
    await this.#save();
    return path;
  }

  /** A part that is whole; null when it is not here, or no longer what it was. */
  async find(name: string | undefined): Promise<string | null> {
    const expected = name === undefined ? undefined : this.#sums[name];
    if (name === undefined || expected === undefined) return null;
    const path = join(this.#folder, name);
    const hash = createHash('sha256');
    try {
      await pipeline(createReadStream(path), hash);
    } catch {
      return null;
    }
    return hash.digest('hex') === expected ? path : null;
  }

  async discard(paths: readonly string[]): Promise<void> {
    for (const path of paths) await rm(path, { force: true });
    await rm(join(this.#folder, MANIFEST), { force: true });
  }

  async #save(): Promise<void> {
    const path = join(this.#folder, MANIFEST);
    await writeFile(`${path}.part`, JSON.stringify(this.#sums));
    await rename(`${path}.part`, path);
  }
}

function notPublished(what: string, detail: string): Finding {
  return { file: what, kind: 'gap', action: 'noted', count: 1, firstLine: 0, lastLine: 0, detail };
}
