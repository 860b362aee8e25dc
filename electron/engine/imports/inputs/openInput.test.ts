import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { FindingLog } from '../findings';
import { inputParts } from './inputParts';
import { feedReader, openInput } from './openInput';
import { zipOf } from './zip.testkit';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-inputs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Read {
  readonly shape: string;
  readonly header: readonly string[] | null;
  /** Line, then fields. */
  readonly rows: readonly (readonly [number, readonly string[]])[];
  readonly lines: readonly (readonly [number, string])[];
  readonly documents: readonly unknown[];
  readonly findings: ReturnType<FindingLog['list']>;
}

async function read(name: string, content: string | Uint8Array, entry = 0): Promise<Read> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return readFile(path, entry);
}

async function readFile(path: string, entry = 0): Promise<Read> {
  const parts = await inputParts(path);
  if (!parts.ok) throw new Error(parts.error.message);
  const part = parts.value[entry];
  if (part === undefined) throw new Error('there is no such part');
  const signal = new AbortController().signal;
  const opened = await openInput(part, signal);
  if (!opened.ok) throw new Error(opened.error.message);
  const findings = new FindingLog(part.name);
  const rows: (readonly [number, readonly string[]])[] = [];
  const lines: (readonly [number, string])[] = [];
  const documents: unknown[] = [];
  const reader = {
    rows: (all: readonly (readonly string[])[], first: number) =>
      rows.push(...all.map((row, index) => [first + index, row] as const)),
    lines: (all: readonly string[], first: number) =>
      lines.push(...all.map((line, index) => [first + index, line] as const)),
    document: (value: unknown) => documents.push(value),
    end: () => {},
  };
  for await (const _ of feedReader(opened.value, reader, findings, { signal, onBytes: () => {} }));
  const { shape, header } = opened.value.sample;
  return { shape, header, rows, lines, documents, findings: findings.list() };
}

describe('a delimited file', () => {
  it('gives every row with its line, whatever ends its lines, marks its beginning or stands empty in it', async () => {
    const field = fc.integer({ min: 0, max: 1e9 }).map(String);
    const row = fc.tuple(field, field, field);
    const line = fc.oneof({ weight: 5, arbitrary: row }, { weight: 1, arbitrary: fc.constant(null) });
    const quoted = fc.boolean();
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(line, { minLength: 1, maxLength: 40 })
          .filter((lines) => lines.some((each) => each !== null)),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.boolean(),
        fc.boolean(),
        quoted,
        async (lines, end, delimiter, hasMark, hasLastEnd, isQuoted) => {
          const cell = (text: string) => (isQuoted ? `"${text}"` : text);
          const text = lines.map((each) => each?.map(cell).join(delimiter) ?? '').join(end);
          const found = await read('rows.csv', `${hasMark ? '\ufeff' : ''}${text}${hasLastEnd ? end : ''}`);
          expect(found.rows).toEqual(
            lines.flatMap((each, index) => (each === null ? [] : [[index + 1, each]])),
          );
          expect(found.findings).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never shifts columns: a row that is too short, too long or badly quoted is left out and told', async () => {
    const text = 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n"10,11,12\n"1,3",14,15\n16,17,18';
    const { header, rows, findings } = await read('ragged.csv', text);
    expect(header).toEqual(['a', 'b', 'c']);
    expect(rows).toEqual([
      [2, ['1', '2', '3']],
      [6, ['1,3', '14', '15']],
      [7, ['16', '17', '18']],
    ]);
    expect(findings).toMatchObject([
      { kind: 'badRow', action: 'dropped', count: 3, firstLine: 3, lastLine: 5 },
    ]);
  });

  it('is the same when packed, and across the stretches it is read in', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => [
      `${index}`,
      `${index * 7}`,
      `${index % 13}.5`,
    ]);
    const text = rows.map((row) => row.join(',')).join('\r\n');
    const wanted = rows.map((row, index) => [index + 1, row]);
    expect((await read('plain.csv', text)).rows).toEqual(wanted);
    expect((await read('packed.csv.gz', gzipSync(text))).rows).toEqual(wanted);
    const archive = zipOf([
      { name: 'folder/one.csv', text: '1,2\n3,4\n' },
      { name: 'folder/two.csv', text },
    ]);
    expect((await read('both.zip', archive, 1)).rows).toEqual(wanted);
  });

  it('gives what precedes the damage of an archive, and tells of it', async () => {
    const text = Array.from({ length: 60_000 }, (_, index) => `${index},${(index * 7_919) % 10_007}`).join(
      '\n',
    );
    const archive = zipOf([{ name: 'one.csv', text }]);
    const place = Math.floor(archive.length * 0.9);
    archive[place] = (archive[place] ?? 0) ^ 0xff;
    const { rows, findings } = await read('damaged.zip', archive);
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'truncated', action: 'noted' }));
    expect(rows.slice(0, 1_000)).toEqual(
      text.split('\n', 1_000).map((line, index) => [index + 1, line.split(',')]),
    );
  });
});

describe('other files', () => {
  it('are told apart by what they hold', async () => {
    expect(await read('a', '[[1,2],[3,4]]')).toMatchObject({
      shape: 'json',
      documents: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    });
    expect(await read('b', '{\n "x": [1]\n}\n')).toMatchObject({ shape: 'json', documents: [{ x: [1] }] });
    expect(await read('c', '{"x":1}\n\n{"x":2}')).toMatchObject({
      shape: 'lines',
      lines: [
        [1, '{"x":1}'],
        [3, '{"x":2}'],
      ],
    });
    expect(await read('d', '1723161256 {"e":1,"b":2}\n1723161257 {"e":1,"b":2}\n')).toMatchObject({
      shape: 'lines',
    });
  });

  it('in UTF-16, as spreadsheets write them, are read', async () => {
    const { rows } = await read('wide.csv', Buffer.from('\ufeff1,2\r\n3,4\r\n', 'utf16le'));
    expect(rows).toEqual([
      [1, ['1', '2']],
      [2, ['3', '4']],
    ]);
  });

  it('in Parquet give their rows as text', async () => {
    const path = join(folder, 'table.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT i AS id, i / 4.0 AS price, CASE WHEN i = 2 THEN NULL ELSE 'x' END AS word FROM range(3) t(i))
       TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const { shape, header, rows } = await readFile(path);
    expect([shape, header]).toEqual(['parquet', ['id', 'price', 'word']]);
    expect(rows.map(([line]) => line)).toEqual([1, 2, 3]);
    expect(rows.map(([, [id, price, word]]) => [id, Number(price), word])).toEqual([
      ['0', 0, 'x'],
      ['1', 0.25, 'x'],
      ['2', 0.5, ''],
    ]);
  });

  it.each([
    ['missing.csv', null, 'There is no file'],
    ['empty.csv', '', 'is empty'],
    ['blank.csv', ' \n\n', 'holds no text'],
    ['picture.png', '\u0089PNG\r\n\u001a\n\0\0\0', 'is not a text file'],
    ['broken.zip', 'PK\u0003\u0004 and nothing else', 'no zip archive'],
  ])('that cannot be read are refused with a sentence: %s', async (name, content, sentence) => {
    if (content === null) {
      const parts = await inputParts(join(folder, name));
      expect(parts).toMatchObject({ ok: false, error: { message: expect.stringContaining(sentence) } });
    } else await expect(read(name, content)).rejects.toThrow(sentence);
  });
});
