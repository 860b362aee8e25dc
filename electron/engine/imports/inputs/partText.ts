/**
 * The text of a part: bytes from the disk, unpacked, decoded, in whole lines.
 *
 * Invariant: a damaged file gives everything before the damage first, then a `DamagedInput`.
 */
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { containerOfBytes, type InputPart } from './inputParts';
import { readEntry } from './zipArchive';

/** What is left of the input cannot be read. */
export class DamagedInput extends Error {}

export interface ReadContext {
  readonly signal: AbortSignal;
  /** Told of every stretch read from the disk, in its bytes. */
  readonly onBytes: (bytes: number) => void;
}

/** Small enough that its rows are worked off before the garbage collector has to move them. */
const STRETCH_BYTES = 1 << 18;
const LONGEST_LINE = 16 << 20;

/** The part unpacked. */
async function* partBytes(part: InputPart, context: ReadContext): AsyncGenerator<Uint8Array> {
  const raw =
    part.entry === null ? fileBytes(part, context) : readEntry(part.path, part.entry, context.onBytes);
  const first = await raw.next();
  if (first.done === true) return;
  const all = withFirst(first.value, raw);
  yield* containerOfBytes(first.value) === 'gzip' ? gunzipped(all) : all;
}

async function* fileBytes(part: InputPart, { signal, onBytes }: ReadContext): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(part.path, { highWaterMark: STRETCH_BYTES, signal });
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    onBytes(bytes.length);
    yield bytes;
  }
}

async function* withFirst(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: STRETCH_BYTES });
  let failure: unknown;
  // Not `pipeline`: on a failure it destroys the unpacked bytes that wait to be read.
  const feeding = (async () => {
    try {
      for await (const packed of bytes) {
        if (gunzip.destroyed || gunzip.errored) return;
        if (!gunzip.write(packed)) await drained(gunzip);
      }
    } catch (error) {
      failure = error;
    }
    gunzip.end();
  })();
  try {
    yield* gunzip as AsyncIterable<Buffer>;
    if (failure !== undefined) throw failure;
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

/** Resolves when more may be written, or nothing can be any more. */
function drained(stream: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ['drain', 'close', 'error']) stream.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) stream.on(event, done);
  });
}

/** Decoded text in stretches of any length. */
async function* partText(part: InputPart, context: ReadContext): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  try {
    for await (const bytes of partBytes(part, context)) {
      context.signal.throwIfAborted();
      decoder ??= new TextDecoder(encodingOf(bytes));
      const text = decoder.decode(bytes, { stream: true });
      if (text !== '') yield text;
    }
    const rest = decoder?.decode() ?? '';
    if (rest !== '') yield rest;
  } catch (error) {
    context.signal.throwIfAborted();
    throw new DamagedInput(error instanceof Error ? error.message : String(error));
  }
}

/** UTF-8 unless the file says otherwise, as spreadsheets do. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** Lines in stretches, without their ends; also the last one when nothing ends it. */
export async function* partLines(part: InputPart, context: ReadContext): AsyncGenerator<string[]> {
  let pending = '';
  try {
    for await (const text of partText(part, context)) {
      const lines = (pending + text).split('\n');
      pending = lines.pop() ?? '';
      if (pending.length > LONGEST_LINE)
        throw new DamagedInput('a line is longer than 16 million characters');
      if (lines.length > 0) yield withoutReturns(lines, text);
    }
  } catch (error) {
    // What is cut off in its middle is no line.
    if (error instanceof DamagedInput) pending = '';
    throw error;
  }
  if (pending !== '') yield withoutReturns([pending], pending);
}

function withoutReturns(lines: string[], text: string): string[] {
  if (!text.includes('\r')) return lines;
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** The whole text of a part of at most `limit` characters; null when it is longer. */
export async function wholeText(
  part: InputPart,
  context: ReadContext,
  limit: number,
): Promise<string | null> {
  const pieces: string[] = [];
  let length = 0;
  for await (const text of partText(part, context)) {
    length += text.length;
    if (length > limit) return null;
    pieces.push(text);
  }
  return pieces.join('');
}

/** The beginning of the text, `limit` characters or what there is; damage only counts if nothing precedes it. */
export async function beginningOf(part: InputPart, context: ReadContext, limit: number): Promise<string> {
  let text = '';
  try {
    for await (const more of partText(part, context)) {
      text += more;
      if (text.length >= limit) return text.slice(0, limit);
    }
  } catch (error) {
    if (!(error instanceof DamagedInput) || text === '') throw error;
  }
  return text;
}
