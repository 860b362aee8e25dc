import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import type { EventSink, Selection } from '../../../shared/feed/source';
import type { MarketEvent, TradeEvent } from '../../../shared/model/events';
import { type InstrumentSpec, InstrumentTable } from '../../../shared/model/instrument';
import { STREAMS, type VenueInfo } from '../../../shared/model/venue';
import { MarketRun } from './marketRun';
import type { MarketPart, MarketScript, MarketStep } from './marketScript';
import { ClockPace, DrainPace, type Pace } from './pace';
import { SimulatedClock } from './simulatedClock';
import { SimulatedSource } from './simulatedSource';

const START_MS = Date.UTC(2026, 0, 12);
const STEP_MS = 5_000;

const VENUES: readonly VenueInfo[] = ['one', 'two'].map((id) => ({
  id,
  title: id,
  liquidationReporting: 'full',
  streams: ['trades', 'liquidations'],
  simulated: true,
}));

const INSTRUMENTS: readonly InstrumentSpec[] = VENUES.flatMap(({ id }) =>
  ['BTC', 'ETH'].map((asset) => ({
    id: `${id}:${asset}USDT`,
    venue: id,
    symbol: `${asset}USDT`,
    asset,
    quote: 'USDT',
    kind: 'perpetual' as const,
    priceDecimals: 1,
    quantityDecimals: 3,
    tickSize: 0.1,
  })),
);

/** A trade a second, of each instrument in turn; `steps` steps long. */
class TradeASecond implements MarketScript {
  readonly venues = VENUES;
  readonly instruments = INSTRUMENTS;
  readonly heardFromMs = START_MS - 86_400_000;
  readonly startMs = START_MS;
  readonly endMs: number;
  pastShare = 0;
  #nowMs = START_MS;

  constructor(steps: number) {
    this.endMs = START_MS + steps * STEP_MS;
  }

  *past(): Iterable<MarketPart> {
    for (let part = 0; part < 3; part++) {
      this.pastShare = part / 3;
      yield { events: [trade(this.heardFromMs + part, 0)], truth: [] };
    }
  }

  ongoing(): [] {
    return [];
  }

  step(): MarketStep | null {
    if (this.#nowMs >= this.endMs) return null;
    const fromMs = this.#nowMs;
    this.#nowMs += STEP_MS;
    const events = Array.from({ length: 5 }, (_, second) =>
      trade(fromMs + second * 1_000, (fromMs / 1_000 + second) % INSTRUMENTS.length),
    );
    return { events, truth: [], toMs: this.#nowMs };
  }
}

function trade(exchangeTimeMs: number, instrument: number): TradeEvent {
  return {
    kind: 'trade',
    seq: 0,
    exchangeTimeMs,
    receiveTimeMs: 0,
    instrument,
    priceTicks: 1,
    quantityLots: 1,
    takerSide: 'buy',
    tradeId: null,
    backfilled: false,
  };
}

function listenTo(script: MarketScript, pace: Pace, assets = ['BTC', 'ETH']) {
  const table = new InstrumentTable();
  const heard: MarketEvent[] = [];
  const sink: EventSink = { instruments: table, emit: (event) => heard.push(event) };
  const selection: Selection = { assets, venues: VENUES.map(({ id }) => id), streams: STREAMS };
  const abort = new AbortController();
  let ends = 0;
  const run = new MarketRun(
    () => script,
    pace,
    () => ends++,
  );
  const listening = VENUES.map((venue) => new SimulatedSource(venue, run).run(selection, sink, abort.signal));
  return {
    heard,
    table,
    run,
    sink,
    selection,
    ends: () => ends,
    trades: () => heard.filter((event) => event.kind === 'trade' && event.exchangeTimeMs >= START_MS),
    said: () => heard.flatMap((event) => (event.kind === 'feedStatus' ? [event] : [])),
    stop: async () => {
      abort.abort();
      await Promise.all(listening);
    },
  };
}

/** Lets promises and timers of the run have their turns without letting time pass. */
async function settle(clock: FakeClock): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
    clock.advance(0);
  }
}

async function pass(clock: FakeClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) {
    clock.advance(10);
    await settle(clock);
  }
}

describe('a market played by its clock', () => {
  it.each([1, 10, 100])('sends each event at its own time, at %d×', async (speed) => {
    const machine = new FakeClock();
    const clock = new SimulatedClock(machine, START_MS, 0);
    const market = listenTo(new TradeASecond(100), new ClockPace(clock, speed));
    await settle(machine);
    for (let turn = 0; turn < 50; turn++) {
      await pass(machine, 100);
      const due = Math.floor((clock.wallMs() - START_MS) / 1_000) + 1;
      expect(market.trades().length).toBeGreaterThanOrEqual(Math.min(500, due - Math.ceil(speed / 10)));
      expect(market.trades().length).toBeLessThanOrEqual(Math.min(500, due));
    }
    await market.stop();
    expect(machine.pending).toBe(0);
  });

  it('says that the scenario ended and stands still', async () => {
    const machine = new FakeClock();
    const clock = new SimulatedClock(machine, START_MS, 0);
    const market = listenTo(new TradeASecond(2), new ClockPace(clock, 10));
    await settle(machine);
    await pass(machine, 2_000);
    expect(market.trades()).toHaveLength(10);
    expect(market.ends()).toBe(1);
    expect(clock.wallMs()).toBe(START_MS + 2 * STEP_MS);
    expect(market.said().at(-1)).toMatchObject({ state: 'stopped', stream: null });
    expect(market.said().at(-1)?.reason).toContain('scenario ended');
    await market.stop();
  });

  it('waits for a process that was held, and misses nothing', async () => {
    const machine = new FakeClock();
    const clock = new SimulatedClock(machine, START_MS, 0);
    const market = listenTo(new TradeASecond(1_000), new ClockPace(clock, 1));
    await settle(machine);
    machine.advance(10 * 60_000);
    await settle(machine);
    expect(clock.wallMs()).toBeLessThan(START_MS + 10_000);
    await pass(machine, 10_000);
    const times = market.trades().map((event) => event.exchangeTimeMs);
    expect(times).toEqual(times.map((_, index) => START_MS + index * 1_000));
    await market.stop();
  });

  it('goes on where it stood when nobody listened for a while', async () => {
    const machine = new FakeClock();
    const clock = new SimulatedClock(machine, START_MS, 0);
    const market = listenTo(new TradeASecond(100), new ClockPace(clock, 1));
    await settle(machine);
    await pass(machine, 7_000);
    await market.stop();
    await pass(machine, 60_000);
    const abort = new AbortController();
    const again = VENUES.map((venue) =>
      market.run.listen(venue, market.selection, market.sink, abort.signal),
    );
    await settle(machine);
    await pass(machine, 7_000);
    abort.abort();
    await Promise.all(again);
    const times = market.trades().map((event) => event.exchangeTimeMs);
    expect(times.length).toBeGreaterThan(12);
    expect(times).toEqual(times.map((_, index) => START_MS + index * 1_000));
  });
});

describe('a market played as fast as it is taken', () => {
  async function played(assets: string[]): Promise<ReturnType<typeof listenTo>> {
    const clock = new SimulatedClock(new FakeClock(), START_MS, 0);
    const script = new TradeASecond(100);
    let rests = 0;
    const pace = new DrainPace(clock, async () => {
      rests++;
    });
    const market = listenTo(script, pace, assets);
    while (market.ends() === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(rests).toBeGreaterThan(3);
    await market.stop();
    return market;
  }

  it('gives one sequence over all venues, in the order of the script', async () => {
    const market = await played(['BTC', 'ETH']);
    const trades = market.trades();
    expect(trades).toHaveLength(500);
    const times = trades.map((event) => event.exchangeTimeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(trades.map((event) => market.table.get(event.instrument).venue)).size).toBe(2);
  });

  it('leaves out what was not chosen and changes nothing else', async () => {
    const all = await played(['BTC', 'ETH']);
    const some = await played(['ETH']);
    const ids = (market: typeof all) =>
      market.trades().map((event) => `${event.exchangeTimeMs} ${market.table.get(event.instrument).id}`);
    expect(ids(some)).toEqual(ids(all).filter((id) => id.includes('ETH')));
  });

  it('counts the streams whose past it tells as heard from where that begins', async () => {
    const market = await played(['BTC']);
    const live = market.said().filter(({ state, stream }) => state === 'live' && stream === 'liquidations');
    expect(live[0]?.exchangeTimeMs).toBe(START_MS - 86_400_000);
    const trades = market.said().filter(({ state, stream }) => state === 'live' && stream === 'trades');
    expect(trades.map(({ exchangeTimeMs }) => exchangeTimeMs)).toEqual([0, 0]);
  });
});
