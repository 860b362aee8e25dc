/**
 * What a user sees of a venue's faults: words in the status line while they last, a live market again
 * afterwards, and the holes in the session. That no trade is lost or doubled is tested beside the feed.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { breakwater } from '../fixtures/program';
import { expect, test } from '../fixtures/test';
import type { FaultName } from '../venue/faults';

interface Gap {
  readonly stream: string;
  readonly filled: boolean;
}

/** Gaps of the only session, as `info` tells them. */
async function recordedGaps(dataDir: string): Promise<Gap[]> {
  const folder = join(dataDir, 'sessions');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.duckdb'));
  expect(files).toHaveLength(1);
  const info = await breakwater('info', join(folder, files[0] ?? ''), '--json');
  expect(info.stderr).toBe('');
  return JSON.parse(info.stdout).gaps;
}

/** Faults that interrupt the streams. Trades can be fetched later; a liquidation that was missed is gone. */
const INTERRUPTIONS: readonly (readonly [FaultName, number | undefined, RegExp])[] = [
  ['kill', 2, /reconnecting/],
  ['silence', 8, /no \w+ of \w+ for \d+ s/],
  ['half-open', undefined, /no \w+ of \w+ for \d+ s/],
];

for (const [fault, argument, words] of INTERRUPTIONS) {
  test(`${fault} is told, recovered from, and recorded as a gap`, async ({
    app,
    dataDir,
    market,
    monitor,
  }) => {
    await monitor.isLive();
    await market.fault('binanceusdm', fault, argument);
    await expect(monitor.statusLine).toContainText(words, { timeout: 15_000 });
    await expect(monitor.statusLine).not.toContainText(words, { timeout: 15_000 });
    await expect(monitor.feed).toHaveText('LIVE1 venue');
    await expect(monitor.statusLine).toContainText(/[1-9]\d* gaps?/);
    await app.close();
    expect(await recordedGaps(dataDir)).toContainEqual(
      expect.objectContaining({ stream: 'liquidations', filled: false }),
    );
  });
}

const ODD_FRAMES: readonly (readonly [FaultName, RegExp])[] = [
  ['duplicate', /messages: \d+ sent twice/],
  ['reorder', /messages: \d+ out of order/],
  ['malformed', /messages: \d+ unreadable/],
  ['unknown', /messages: \d+ of an unknown kind/],
];

for (const [fault, words] of ODD_FRAMES) {
  test(`${fault} frames are told while the market stays live and whole`, async ({
    app,
    dataDir,
    market,
    monitor,
  }) => {
    await monitor.isLive();
    await market.fault('binanceusdm', fault, 1);
    await expect(monitor.statusLine).toContainText(words);
    await expect(monitor.feed).toHaveText('LIVE1 venue');
    await app.close();
    expect((await recordedGaps(dataDir)).filter((gap) => gap.stream === 'trades' && !gap.filled)).toEqual([]);
  });
}

const REFUSALS: readonly (readonly [FaultName, RegExp])[] = [
  ['http-429', /limits our requests/],
  ['http-418', /limits our requests/],
  ['http-500', /did not answer/],
];

for (const [fault, words] of REFUSALS) {
  test(`${fault} is told while the streams go on, and what was missed comes later`, async ({
    app,
    dataDir,
    market,
    monitor,
  }) => {
    await monitor.isLive();
    await market.fault('binanceusdm', fault, 4);
    await market.fault('binanceusdm', 'kill');
    await expect(monitor.statusLine).toContainText(words);
    await expect(monitor.feed).toHaveText('LIVE1 venue');
    await expect(monitor.statusLine).not.toContainText(words, { timeout: 20_000 });
    await app.close();
    expect(await recordedGaps(dataDir)).toContainEqual(
      expect.objectContaining({ stream: 'trades', filled: true }),
    );
  });
}

test('a slow depth snapshot holds up nothing else', async ({ market, monitor }) => {
  await monitor.isLive();
  await market.fault('binanceusdm', 'slow-snapshot', 20);
  await market.fault('binanceusdm', 'kill', 2);
  await expect(monitor.statusLine).toContainText(/reconnecting/);
  await expect(monitor.feed).toHaveText('LIVE1 venue');
  await monitor.showTrades();
  const newest = (await monitor.trades.first().textContent()) ?? '';
  await expect(monitor.trades.first()).not.toHaveText(newest);
});

test('without a network the screen stays, says OFFLINE, and keeps trying', async ({ market, monitor }) => {
  await monitor.isLive();
  await market.stop();
  await expect(monitor.feed).toHaveText('OFFLINEno venue', { timeout: 15_000 });
  await expect(monitor.statusLine).toContainText('Binance USD-M reconnecting');
  await expect(monitor.legend('Close')).toHaveText(/^[\d,.]+$/);
});
