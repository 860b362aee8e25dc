import { describe, expect, it } from 'vitest';
import { type Overview, overviewSchema, sparksSchema } from '../../../shared/contract/values';
import { OverviewFold } from '../../../shared/market/overview';
import { MINUTE_MS } from '../../../shared/model/time';
import { BTC, HubBench } from './hub.testkit';
import { type Pulled, pullSessionTopic, type SessionRequest } from './sessionTopics';

const json = (pulled: Pulled): unknown => JSON.parse(new TextDecoder().decode(pulled.push?.payload));

describe('sparks', () => {
  const request: SessionRequest = {
    topic: 'sparks',
    params: { session: 's', instrumentIds: [BTC, 'nowhere:X'] },
  };

  it('are lines of 24 hours, null where nothing is known; unknown instruments are left out', () => {
    const bench = new HubBench();
    bench.market.trade(30);
    const { lines } = sparksSchema.parse(json(pullSessionTopic('s', bench.session(), request, undefined)));
    expect(lines).toHaveLength(1);
    const [line] = lines;
    expect(line?.instrumentId).toBe(BTC);
    expect(line?.closes).toHaveLength(97);
    expect(line?.closes.at(-1)).toBe(55_000.4);
    expect(line?.closes[0]).toBeNull();
  });

  it('are not made anew for every event', () => {
    const bench = new HubBench();
    bench.market.trade(30);
    const session = bench.session();
    const first = pullSessionTopic('s', session, request, undefined);
    const reads = bench.market.reads.bars;
    const second = pullSessionTopic('s', session, request, first.cursor);
    expect(second.push).toBeNull();
    expect(bench.market.reads.bars).toBe(reads);
    bench.market.trade();
    expect(pullSessionTopic('s', session, request, second.cursor).push).not.toBeNull();
  });
});

describe('overview', () => {
  const request = { topic: 'overview', params: { session: 's', instrumentId: BTC } } as const;

  it('waits for a session that is still being read, then shows it once', () => {
    const bench = new HubBench();
    bench.market.trade(5);
    let fold: OverviewFold | undefined;
    const session = { ...bench.session(), overview: () => fold };
    const waiting = pullSessionTopic('s', session, request, undefined);
    expect(waiting.push).toBeNull();

    fold = new OverviewFold(session.instruments, MINUTE_MS);
    fold.take(bench.market.trading);
    const shown = pullSessionTopic('s', session, request, waiting.cursor);
    const value: Overview = overviewSchema.parse(json(shown));
    expect(value.fromMs).toBe(MINUTE_MS);
    expect(value.close.filter((close) => close !== null)).toEqual([
      55_000.11, 55_000.12, 55_000.13, 55_000.14, 55_000.15,
    ]);
    expect(pullSessionTopic('s', session, request, shown.cursor).push).toBeNull();
  });
});
