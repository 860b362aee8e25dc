/**
 * What a message costs on its whole way (socket, ccxt, normalising, feed, recorder, market model, hub and a
 * window) against a bare websocket that only parses the same frames; both in turns in one run, each in a
 * process of its own, the venue in another. And: how many messages a second pass without a loss, and how long
 * the event loop is held up at a steady rate.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IngestReport, type IngestRequest, measureBareSocket, measureWholePath } from './lib/ingest';
import { printFigures, printTable, round } from './lib/print';
import { startVenueProgram } from './lib/programs';
import { median, quantile } from './lib/statistics';

const ROUNDS = 5;
const FLOOD_SECONDS = 2;
const FLOOD_PER_SECOND = 100_000;
const STEADY_SECONDS = 15;
const STEADY_PER_SECOND = 2_000;
const CHILD_REQUEST = 'BREAKWATER_INGEST_REQUEST';

async function main(): Promise<void> {
  const request = process.env[CHILD_REQUEST];
  if (request !== undefined) return measure(JSON.parse(request));
  const bare: IngestReport[] = [];
  const whole: IngestReport[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await run('bare', FLOOD_SECONDS, FLOOD_PER_SECOND));
    whole.push(await run('whole', FLOOD_SECONDS, FLOOD_PER_SECOND));
  }
  const steady = await run('whole', STEADY_SECONDS, STEADY_PER_SECOND);
  const ratios = whole.map(
    (report, index) => report.cpuMicroseconds / (bare[index]?.cpuMicroseconds ?? Number.NaN),
  );
  printTable([
    ['path', 'messages', 'lost', 'messages/s', 'CPU µs/message', 'loop delay p99 ms'],
    ...bare.map((report) => rowOf('bare socket', report)),
    ...whole.map((report) => rowOf('whole path', report)),
    rowOf(`whole path, ${STEADY_PER_SECOND}/s`, steady),
  ]);
  printFigures('ingest', {
    cpuRatio: round(median(ratios), 2),
    cpuRatioP95: round(quantile(ratios, 0.95), 2),
    messagesPerSecond: Math.round(median(whole.map((report) => report.messagesPerSecond))),
    lost: [...whole, steady].reduce((lost, report) => lost + report.lost, 0),
    loopDelayP99Ms: round(steady.loopDelayP99Ms, 1),
    cpuMicrosecondsWhole: round(median(whole.map((report) => report.cpuMicroseconds)), 2),
    cpuMicrosecondsBare: round(median(bare.map((report) => report.cpuMicroseconds)), 2),
  });
}

function rowOf(path: string, report: IngestReport): (string | number)[] {
  const { messages, lost, messagesPerSecond, cpuMicroseconds, loopDelayP99Ms } = report;
  return [
    path,
    messages,
    lost,
    Math.round(messagesPerSecond),
    round(cpuMicroseconds, 2),
    round(loopDelayP99Ms, 1),
  ];
}

/** One measurement in a process of its own, against a venue of its own. */
async function run(path: IngestRequest['path'], seconds: number, perSecond: number): Promise<IngestReport> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-ingest-'));
  const venue = await startVenueProgram([
    ...['--play', `synthetic:${seconds}`, '--rate', String(perSecond), '--no-depth', '--wait-for', '1000'],
  ]);
  try {
    const request: IngestRequest = {
      path,
      folder,
      origin: venue.started.binanceusdm ?? '',
      messages: seconds * perSecond,
    };
    return await inChild(request);
  } finally {
    await venue.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function inChild(request: IngestRequest): Promise<IngestReport> {
  const child = spawn(process.execPath, [__filename], {
    env: { ...process.env, [CHILD_REQUEST]: JSON.stringify(request) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('exit', (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`the measuring process ended with code ${code}`));
    });
  });
}

async function measure(request: IngestRequest): Promise<void> {
  const report = request.path === 'bare' ? await measureBareSocket(request) : await measureWholePath(request);
  process.stdout.write(JSON.stringify(report), () => process.exit(0));
}

void main();
