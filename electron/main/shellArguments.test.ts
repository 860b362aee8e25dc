import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parseShellArguments } from './shellArguments';

const FOLDER = resolve('/home/someone');

it('finds its own options among those of Chromium and Node, in either form', () => {
  const args = [
    '--no-sandbox',
    '--inspect=0',
    '.',
    '--data-dir',
    'data',
    '--remote-debugging-port=1',
    '--venue-url=binanceusdm=http://127.0.0.1:9',
    '--venue-url',
    'bybitlinear=http://127.0.0.1:8',
    '--assets=BTC',
    '--no-backfill',
  ];
  const dataDir = join(FOLDER, 'data');
  expect(parseShellArguments(args, FOLDER)).toEqual({
    dataDir,
    engineArgs: [
      `--data-dir=${dataDir}`,
      '--assets=BTC',
      '--venue-url=binanceusdm=http://127.0.0.1:9',
      '--venue-url=bybitlinear=http://127.0.0.1:8',
      '--no-backfill',
    ],
    targets: [],
  });
});

it('takes session files and links as what to open', () => {
  const args = ['.', 'a.duckdb', '/b.duckdb', 'breakwater://session/c?t=5', 'breakwater://other/', 'x.txt'];
  expect(parseShellArguments(args, FOLDER)).toEqual({
    dataDir: null,
    engineArgs: [],
    targets: [
      { file: join(FOLDER, 'a.duckdb') },
      { file: resolve('/b.duckdb') },
      { session: 'c', time: '5' },
    ],
  });
});

it.each([[['--data-dir']], [['--venue-url']]])('passes over %j, which lacks its value', (args) => {
  expect(parseShellArguments(args, FOLDER)).toEqual({
    dataDir: null,
    engineArgs: [],
    targets: [],
  });
});
