import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask, enter, type HostBench, startHostBench } from './webHost.testkit';

let bench: HostBench;
let cookie: string;

beforeEach(async () => {
  bench = await startHostBench();
  cookie = await enter(bench.host);
  const folder = join(bench.rendererDir, 'exported');
  await mkdir(folder);
  await writeFile(join(folder, 'a.trades.csv'), 'ts,price');
  await symlink(join(bench.rendererDir, 'index.html'), join(folder, 'linked.csv'));
});

afterEach(() => bench.stop());

it('sends an exported file to be saved, to whom has been let in', async () => {
  const { origin } = bench.host;
  const reply = await ask(origin, '/exports/a.trades.csv', { headers: { cookie } });
  expect(reply).toMatchObject({ status: 200, body: 'ts,price' });
  expect(reply.headers['content-disposition']).toBe('attachment; filename="a.trades.csv"');
  expect((await ask(origin, '/exports/a.trades.csv')).status).toBe(403);
  const foreign = { cookie, origin: 'http://elsewhere.example' };
  expect((await ask(origin, '/exports/a.trades.csv', { headers: foreign })).status).toBe(403);
});

it.each(['missing.csv', '../index.html', '..%2Findex.html', 'linked.csv', '', '.', 'a.trades.csv/'])(
  'sends nothing for "%s"',
  async (name) => {
    const reply = await ask(bench.host.origin, `/exports/${name}`, { headers: { cookie } });
    expect(reply.status).toBe(404);
  },
);
