/** Requests of a download: in turn, repeated while a failure may pass, waiting as long as the venue asks for. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../../shared/feed/clock';
import { HttpProblem, PRIORITY, RestQueue } from '../connection/restQueue';
import { fetchBy } from '../network/proxiedFetch';

type Query = Readonly<Record<string, string | number>>;

/** What cannot be had, in words for the user. */
export class DownloadProblem extends Error {}

export interface RestPagesOptions {
  readonly venueTitle: string;
  readonly restOrigin: string;
  readonly filesOrigin: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly retryMs?: number;
}

export class RestPages {
  readonly #options: RestPagesOptions;
  readonly #queue: RestQueue;

  constructor(options: RestPagesOptions) {
    this.#options = options;
    const { venueTitle, clock, random, retryMs = 1_000 } = options;
    this.#queue = new RestQueue({ venueTitle, clock, random, retryMs, report: () => {} });
    options.signal.addEventListener('abort', () => this.#queue.stop(), { once: true });
  }

  nowMs(): number {
    return this.#options.clock.wallMs();
  }

  /** The JSON that REST answers. Throws a `DownloadProblem`, or the reason of the signal. */
  async get<T>(path: string, query: Query, what: string): Promise<T> {
    const url = new URL(path, this.#options.restOrigin);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, `${value}`);
    return this.#ask(what, async () => (await (await this.#fetch(url)).json()) as T);
  }

  /** A small public file as text; null when there is none. */
  async text(path: string, what: string): Promise<string | null> {
    const url = new URL(path, this.#options.filesOrigin);
    return this.#ask(what, async () => orNull(async () => (await this.#fetch(url)).text()));
  }

  /** Writes a public file to disk and tells its sha256; null when there is none. */
  async save(path: string, target: string, what: string): Promise<string | null> {
    const url = new URL(path, this.#options.filesOrigin);
    const { signal } = this.#options;
    return this.#ask(what, () =>
      orNull(async () => {
        const { body } = await this.#fetch(url);
        const hash = createHash('sha256');
        const hashed = async function* () {
          if (body === null) return;
          for await (const bytes of Readable.fromWeb(body)) {
            hash.update(bytes as Uint8Array);
            yield bytes as Uint8Array;
          }
        };
        await pipeline(hashed, createWriteStream(target), { signal });
        return hash.digest('hex');
      }),
    );
  }

  async #ask<T>(what: string, call: () => Promise<T>): Promise<T> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    const answer = await this.#queue.run(PRIORITY.history, what, call);
    signal.throwIfAborted();
    if (!answer.ok) throw new DownloadProblem(`${answer.error.message}.`);
    return answer.value;
  }

  async #fetch(url: URL): Promise<Response> {
    const response = await fetchBy(process.env)(url.href, { signal: this.#options.signal });
    if (response.ok) return response;
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    const detail = (await response.text()).slice(0, 200);
    throw new HttpProblem(response.status, detail, Number.isNaN(retryAfter) ? null : retryAfter * 1_000);
  }
}

/** Null for what the venue does not have. */
async function orNull<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof HttpProblem && error.status === 404) return null;
    throw error;
  }
}
