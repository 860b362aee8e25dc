import { expect, it, vi } from 'vitest';
import { FLUSH_MS } from './hub';
import { BARS, HubBench, TRADES } from './hub.testkit';

const SESSION = { session: 's' } as const;

it('shows nothing of a market model that is being moved but that it is, then a snapshot of where it led', async () => {
  const bench = new HubBench();
  bench.hub.addSession('s', bench.session());
  bench.market.trade(30);
  const { client } = bench.window();
  const of = {
    bars: vi.fn(),
    trades: vi.fn(),
    figures: vi.fn(),
    structure: vi.fn(),
    sparks: vi.fn(),
    health: vi.fn(),
  };
  client.subscribe('bars', BARS, of.bars);
  client.subscribe('trades', TRADES, of.trades);
  client.subscribe('figures', { ...SESSION, windowMs: 1_000 }, of.figures);
  client.subscribe('structure', { ...SESSION, asset: 'BTC' }, of.structure);
  client.subscribe('sparks', { ...SESSION, instrumentIds: [BARS.instrumentId] }, of.sparks);
  client.subscribe('health', SESSION, of.health);
  const transport = vi.fn();
  client.subscribe('transport', SESSION, transport);
  const bookmarks = vi.fn();
  client.subscribe('bookmarks', SESSION, bookmarks);
  await bench.run(FLUSH_MS);
  for (const sent of Object.values(of)) expect(sent).toHaveBeenCalledOnce();

  bench.player.state = 'seeking';
  bench.market.trading.length = 0;
  for (let turn = 0; turn < 50; turn++) {
    bench.market.trade();
    await bench.run(FLUSH_MS);
  }
  for (const sent of Object.values(of)) expect(sent).toHaveBeenCalledOnce();
  expect(transport.mock.lastCall?.[0]).toMatchObject({ state: 'seeking' });
  await client.call('addBookmark', {
    ...SESSION,
    bookmark: { timeMs: 5, endMs: null, color: 'A', text: '', link: null },
  });
  await bench.run(FLUSH_MS);
  expect(bookmarks.mock.lastCall?.[0].bookmarks).toHaveLength(1);

  bench.player.state = 'ready';
  bench.player.epoch = 2;
  await bench.run(FLUSH_MS);
  for (const sent of Object.values(of)) expect(sent).toHaveBeenCalledTimes(2);
  for (const { lastCall } of [of.bars.mock, of.trades.mock]) {
    expect(lastCall?.[0]).toMatchObject({ mode: 'snapshot', epoch: 2 });
  }
  expect(of.bars.mock.lastCall?.[0].open).toHaveLength(50);
  expect(of.figures.mock.lastCall?.[0]).toMatchObject({ epoch: 2 });
});
