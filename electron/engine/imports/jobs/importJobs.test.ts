/** Imports as windows ask for them: looked at, answered, imported, cancelled. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportJob } from '../../../../shared/contract/imports';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { MemorySessionStore } from '../../sessions/memorySessionStore';
import { systemClock } from '../../systemClock';
import { IMPORT_FORMATS } from '../formats/registry';
import { type FetchHistory, ImportJobs } from './importJobs';

const START_MS = Date.UTC(2025, 0, 14);
const CSV = Array.from({ length: 100 }, (_, index) =>
  [index, '96500.1', '0.01', index, index, START_MS + index * 1_000, index % 2 === 0].join(),
).join('\n');

let folder: string;
let store: MemorySessionStore;
let jobs: ImportJobs;
let shown: readonly ImportJob[];
let faults: unknown[];

function open(fetchHistory: FetchHistory = async () => fail('not-supported', 'No history.')) {
  jobs = new ImportJobs({
    folder,
    store,
    formats: IMPORT_FORMATS,
    fetchHistory,
    appVersion: '1',
    clock: systemClock,
    freeDiskBytes: async () => 2 ** 40,
    onChange: (list) => {
      shown = list;
    },
    onSession: () => {},
    onFault: (error) => faults.push(error),
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-jobs-'));
  store = new MemorySessionStore();
  shown = [];
  faults = [];
  open();
});
afterEach(async () => {
  await jobs.close();
  await rm(folder, { recursive: true });
  expect(faults).toEqual([]);
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function sent(name: string, text = CSV): Promise<string> {
  return unwrap(await jobs.staged.receive(name, Buffer.byteLength(text), bytesOf(text))).id;
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const reaches = (state: ImportJob['state']) => vi.waitFor(() => expect(shown[0]?.state).toBe(state));
const recognised = { format: null, parameters: {} };
const stagedFolders = () => {
  const path = join(folder, 'staged');
  return existsSync(path) ? readdirSync(path) : [];
};

describe('an import', () => {
  it('asks what a file does not say, takes the answer, and makes the session of what was shown', async () => {
    const file = await sent('unnamed.csv');
    const { job } = unwrap(jobs.survey({ job: null, files: [{ file, ...recognised }] }));
    await reaches('ready');
    expect(shown[0]?.obstacle).toContain('unnamed.csv');
    expect(shown[0]?.files[0]?.questions.map(({ parameter }) => parameter)).toContain('symbol');
    expect(jobs.start({ job, title: 'Too early' })).toMatchObject({ ok: false });
    const parameters = { symbol: 'BTCUSDT', venue: 'binanceusdm', kind: 'perpetual' as const };
    unwrap(jobs.survey({ job, files: [{ file, format: null, parameters }] }));
    await vi.waitFor(() => expect(shown[0]).toMatchObject({ state: 'ready', obstacle: null }));
    expect(shown[0]?.files[0]).toMatchObject({ counts: [{ kind: 'trade', rows: 100 }], file });
    unwrap(jobs.start({ job, title: 'A hundred trades' }));
    await reaches('done');
    expect(shown[0]).toMatchObject({ rows: 100, title: 'A hundred trades', progress: null });
    expect((await store.list()).map(({ id, title }) => [id, title])).toEqual([
      [shown[0]?.session, 'A hundred trades'],
    ]);
    expect(stagedFolders()).toEqual([]);
  });

  it('leaves neither file nor session when it is cancelled, and never touches a file of the user', async () => {
    const own = join(folder, 'BTCUSDT-aggTrades-um.csv');
    await writeFile(own, CSV);
    const mine = unwrap(await jobs.staged.offer(own)).id;
    const files = [mine, await sent('BTCUSDT-aggTrades-um-2.csv')].map((file) => ({ file, ...recognised }));
    const { job } = unwrap(jobs.survey({ job: null, files }));
    await reaches('ready');
    jobs.start({ job, title: 'Never' });
    unwrap(await jobs.cancel({ job }));
    expect(shown).toEqual([]);
    expect(stagedFolders()).toEqual([]);
    expect(existsSync(own)).toBe(true);
    expect(await store.list()).toEqual([]);
    expect(jobs.survey({ job: null, files })).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
  });

  it('takes no path for a file, and no job that is not there', () => {
    const files = [{ file: '/etc/passwd', ...recognised }];
    expect(jobs.survey({ job: null, files })).toMatchObject({ ok: false });
    expect(jobs.start({ job: 'x', title: 'x' })).toMatchObject({ ok: false });
  });
});

describe('a download', () => {
  const request = {
    ...{ venue: 'binanceusdm', asset: 'BTC', kinds: ['trades' as const] },
    ...{ fromMs: START_MS, toMs: START_MS + 86_400_000 },
  };

  it('becomes a session with what the venue does not publish noted in it', async () => {
    const path = join(folder, 'BTCUSDT-aggTrades-um.csv');
    await writeFile(path, CSV);
    const discard = vi.fn(async () => {});
    const note = {
      ...{ file: 'liquidations', kind: 'gap' as const, action: 'noted' as const, count: 1 },
      ...{ firstLine: 0, lastLine: 0, detail: 'not published' },
    };
    const choices = [{ path, format: null, parameters: { symbol: 'BTCUSDT', venue: 'binanceusdm' } }];
    open(async () => ok({ choices, findings: [note], title: 'BTC', discard }));
    jobs.download(request);
    await reaches('done');
    expect(shown[0]?.findings).toContainEqual(note);
    expect(shown[0]?.title).toBe('BTC');
    expect(discard).toHaveBeenCalledOnce();
  });

  it('says why it failed, and ends when it is cancelled', async () => {
    jobs.download(request);
    await reaches('failed');
    expect(shown[0]?.reason).toBe('No history.');
    open(
      (_request, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const { job } = unwrap(jobs.download(request));
    await reaches('downloading');
    unwrap(await jobs.cancel({ job }));
    expect(shown).toEqual([]);
  });
});
