/**
 * What indicators cost. `coreShare`: of one core, with 4 assets on 8 venues at 2,000 events a second, every study
 * on every instrument and interval, structure, bursts and leaders of every asset. `secondsPerYear`: a year of minute
 * bars of 4 assets through every study, with the structure made of them.
 */

import { leadOf } from '../../shared/indicators/flow/leadership';
import { LEAD_SPAN_MS } from '../../shared/indicators/flow/leadLeg';
import { LeadPrices } from '../../shared/indicators/flow/leadPrices';
import { seededNumbers } from '../../shared/indicators/flow/seededNumbers';
import type { IndicatorBar } from '../../shared/indicators/indicator';
import { BurstDetector } from '../../shared/indicators/liquidations/burstDetector';
import type { MarketEvent } from '../../shared/model/events';
import type { Instrument } from '../../shared/model/instrument';
import { DAY_MS, INTERVALS, MINUTE_MS, SECOND_MS } from '../../shared/model/time';
import { assetFolds, LongerBars, type NamedFold, studyFolds } from './lib/barFolds';
import { ASSETS, eventsOfSecond, instruments, minuteBars, START_MS, VENUES } from './lib/indicatorMarket';
import { printFigures, printTable, round } from './lib/print';

const EVENTS_PER_SECOND = 2_000;
const LIVE_SECONDS = 300;
const YEAR_DAYS = 365;
const DAY_MINUTES = DAY_MS / MINUTE_MS;

/** Processor time by name: that of this process alone, whatever else the machine does. */
class Costs {
  readonly #spentMicroseconds = new Map<string, number>();

  measure(name: string, work: () => void): void {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    this.#spentMicroseconds.set(name, (this.#spentMicroseconds.get(name) ?? 0) + user + system);
  }

  get totalSeconds(): number {
    return this.rows().reduce((sum, [, seconds]) => sum + seconds, 0);
  }

  rows(): [string, number][] {
    return [...this.#spentMicroseconds].map(([name, spent]) => [name, spent / 1e6]);
  }
}

function year(): Costs {
  const costs = new Costs();
  for (const [seed] of ASSETS.entries()) {
    const studies = studyFolds('1m');
    const others = assetFolds();
    const longer = new LongerBars();
    const bars = minuteBars(seed, START_MS);
    for (let day = 0; day < YEAR_DAYS; day++) {
      const minutes = Array.from({ length: DAY_MINUTES }, () => bars.next().value);
      const longBars: { bar: IndicatorBar; lengthMs: number }[] = [];
      for (const minute of minutes) {
        longer.close(minute, (bar, lengthMs) => longBars.push({ bar, lengthMs }));
      }
      for (const study of studies) costs.measure(study.name, () => closeAll(study, minutes));
      for (const other of others) {
        const own = longBars.filter(({ lengthMs }) => lengthMs === other.intervalMs).map(({ bar }) => bar);
        costs.measure(other.name, () => closeAll(other, own));
      }
    }
  }
  return costs;
}

function closeAll({ fold }: NamedFold, bars: readonly IndicatorBar[]): void {
  for (const bar of bars) {
    fold.close(bar);
    fold.read();
  }
}

/** One instrument with the folds of its bars at every interval. */
class LiveInstrument {
  readonly #bars: Iterator<IndicatorBar, never>;
  readonly #longer = new LongerBars();
  readonly #minuteStudies = studyFolds('1m');
  readonly #folds: readonly NamedFold[];
  #forming: IndicatorBar | undefined;

  constructor(row: Instrument, isReference: boolean, fromMs: number) {
    this.#bars = minuteBars(row.index, fromMs);
    const longer = INTERVALS.filter((interval) => interval !== '1m').flatMap(studyFolds);
    this.#folds = [...this.#minuteStudies, ...longer, ...(isReference ? assetFolds() : [])];
  }

  closeMinute(): void {
    const minute = this.#bars.next().value;
    this.#forming = { ...minute, openTimeMs: minute.openTimeMs + MINUTE_MS };
    this.#longer.close(minute, (bar, lengthMs) => {
      for (const { fold, intervalMs } of this.#folds) {
        if (intervalMs !== lengthMs) continue;
        fold.close(bar);
        fold.read();
      }
    });
  }

  readForming(): void {
    for (const { fold } of this.#minuteStudies) fold.read(this.#forming);
  }
}

function live(): Costs {
  const rows = instruments();
  const random = seededNumbers(1);
  const detector = new BurstDetector(VENUES);
  const leads = new LeadPrices();
  const warmMs = LEAD_SPAN_MS;
  const held = rows.map((row, index) => new LiveInstrument(row, index % VENUES.length === 0, START_MS));
  const rowOf = (event: MarketEvent) => rows[event.instrument] ?? null;
  const warmCosts = new Costs();
  const costs = new Costs();
  let nowMs = START_MS;
  const second = (into: Costs, count: number) => {
    const events = eventsOfSecond(rows, nowMs, count, random);
    into.measure('bursts, event by event', () => {
      for (const event of events) detector.apply(event, rowOf(event), event.exchangeTimeMs);
    });
    into.measure('prices of leaders, event by event', () => {
      for (const event of events) leads.apply(event, rowOf(event), event.exchangeTimeMs);
    });
    nowMs += SECOND_MS;
    if (nowMs % MINUTE_MS !== 0) return;
    into.measure('closed bars of all intervals', () => {
      for (const instrument of held) instrument.closeMinute();
    });
  };
  while (nowMs < START_MS + warmMs) second(warmCosts, rows.length);
  for (let elapsed = 1; elapsed <= LIVE_SECONDS; elapsed++) {
    second(costs, EVENTS_PER_SECOND);
    costs.measure('forming minutes, once a second', () => {
      for (const instrument of held) instrument.readForming();
    });
    costs.measure('bursts, read once a second', () => {
      for (const asset of ASSETS) detector.bursts(asset);
    });
    if (elapsed % 60 !== 0) continue;
    costs.measure('leaders of four hours, once a minute', () => {
      for (const asset of ASSETS) {
        const window = leads.window(asset, nowMs - warmMs, nowMs);
        if (window === null) throw new Error(`no prices of ${asset}: the bench is broken`);
        leadOf({ ...window, openInterestChangePercent: 0 });
      }
    });
  }
  return costs;
}

function main(): void {
  const liveCosts = live();
  printTable([
    ['live', 'share of a core, %'],
    ...liveCosts.rows().map(([name, seconds]) => [name, round((100 * seconds) / LIVE_SECONDS, 3)]),
  ]);
  const yearCosts = year();
  printTable([
    ['a year of minutes of 4 assets', 'seconds'],
    ...yearCosts.rows().map(([name, seconds]) => [name, round(seconds, 2)]),
  ]);
  printFigures('indicators', {
    coreShare: round(liveCosts.totalSeconds / LIVE_SECONDS, 4),
    secondsPerYear: round(yearCosts.totalSeconds, 2),
  });
}

main();
