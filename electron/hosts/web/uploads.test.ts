import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OfferedFile } from '../../../shared/contract/imports';
import type { Result } from '../../../shared/model/result';
import { ask, enter, type HostBench, startHostBench } from './webHost.testkit';

let bench: HostBench;
let origin: string;
let cookie: string;

beforeAll(async () => {
  bench = await startHostBench();
  origin = bench.host.origin;
  cookie = await enter(bench.host);
});
afterAll(async () => {
  await bench.stop();
  expect(bench.faults).toEqual([]);
});

function put(name: string, body: string, headers: Readonly<Record<string, string>> = {}) {
  const path = `/imports?name=${encodeURIComponent(name)}`;
  const length = `${Buffer.byteLength(body)}`;
  const all = { Origin: origin, Cookie: cookie, 'Content-Length': length, ...headers };
  return ask(origin, path, { method: 'PUT', headers: all, body });
}

async function accepted(name: string, body: string): Promise<OfferedFile> {
  const reply = await put(name, body);
  const result = JSON.parse(reply.body) as Result<OfferedFile>;
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const stagedFolders = () => (existsSync(bench.stagedDir) ? readdirSync(bench.stagedDir) : []);

describe('a file that a window sends', () => {
  it('is kept under its name until it is released', async () => {
    const file = await accepted('BTCUSDT-1m.csv', 'a,b\n1,2\n');
    expect(file).toMatchObject({ name: 'BTCUSDT-1m.csv', bytes: 8 });
    const path = bench.staged.get(file.id)?.path ?? '';
    expect(basename(path)).toBe('BTCUSDT-1m.csv');
    expect(readFileSync(path, 'utf8')).toBe('a,b\n1,2\n');
    await bench.staged.release([file.id]);
    expect(existsSync(path)).toBe(false);
    expect(bench.staged.get(file.id)).toBeUndefined();
  });

  it.each([
    '../../escape.csv',
    '..\\..\\escape.csv',
    '/etc/passwd',
    'C:\\boot.ini',
    '....',
    'con.csv',
    'a\0b\n.csv',
    '\u202Evsc.exe',
    '   ',
  ])('never leaves its folder, whatever its name: %j', async (name) => {
    const file = await accepted(name, 'x');
    const path = bench.staged.get(file.id)?.path ?? '';
    expect(dirname(dirname(path))).toBe(bench.stagedDir);
    expect(readFileSync(path, 'utf8')).toBe('x');
    expect(file.name).not.toMatch(/[\p{Cc}\u202E]/u);
    await bench.staged.release([file.id]);
  });

  it('is refused to strangers, without a name, without a length, and when the disk would be full', async () => {
    const refused = async (headers: Readonly<Record<string, string>>) =>
      (await put('a.csv', 'x', headers)).status;
    expect(await refused({ Cookie: '' })).toBe(403);
    expect(await refused({ Origin: 'http://evil.example' })).toBe(403);
    expect(await refused({ Host: 'evil.example' })).toBe(403);
    expect((await put('', 'x')).status).toBe(400);
    expect(await refused({ 'Transfer-Encoding': 'chunked', 'Content-Length': '' })).toBe(400);
    bench.room.freeBytes = 1024;
    expect((await put('a.csv', 'x')).status).toBe(507);
    bench.room.freeBytes = 2 ** 40;
    expect(stagedFolders()).toEqual([]);
  });

  it('leaves nothing when its sender stops in the middle', async () => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    const head = [
      'PUT /imports?name=half.csv HTTP/1.1',
      `Host: ${hostname}:${port}`,
      `Origin: ${origin}`,
      `Cookie: ${cookie}`,
      'Content-Length: 1000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\nhalf`);
    await vi.waitFor(() => expect(stagedFolders()).toHaveLength(1));
    socket.destroy();
    await vi.waitFor(() => expect(stagedFolders()).toEqual([]));
  });
});
