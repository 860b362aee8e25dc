/** When things happen within a step of the full tape: trades at random times, everything else on schedule. */
import { DAY_MS, MINUTE_MS } from '../../../../shared/model/time';
import type { AssetStep } from '../market/assetStep';
import type { RandomStream } from '../random/randomStream';
import { poisson } from './poisson';
import {
  BOOK,
  CATCH_UP,
  FUNDING,
  MARK,
  MINUTE_END,
  OPEN_INTEREST,
  type StepItems,
  TICKER,
  TRADE,
} from './stepItems';
import type { TapeLeg } from './tapeLeg';
import type { TapeProfile } from './tapeProfile';
import type { TapeMarket } from './tapeVenue';

/** Sizes of trades are Pareto distributed with this exponent, up to this many times the smallest. */
const SIZE_ALPHA = 1.3;
const LARGEST_SIZE = 300;
/** Nobody's schedule is another's: distances between markets, and where each kind of message begins. */
const MARKET_SPACING_MS = 70;
const TICKER_MS = 150;
const BOOK_MS = 400;
/** Before the end of the step, whose values these carry. */
const STATE_MS = 400;

export function addTrades(
  items: StepItems,
  step: AssetStep,
  { kind, shares, profile }: TapeLeg,
  random: RandomStream,
): void {
  const leg = step[kind];
  const lengthMs = step.toMs - step.fromMs;
  const flowUsd = leg.takerBuyUsd + leg.takerSellUsd;
  // Twice the activity is not twice the trades: sizes grow, too.
  const ordinary = (profile.tradesPerDay * lengthMs) / DAY_MS;
  const count = poisson(random, ordinary * Math.sqrt(Math.max(0, step.activity)));
  // A side with little flow still trades.
  const buyShare = flowUsd > 0 ? (leg.takerBuyUsd / flowUsd + 0.5) / 2 : 0.5;
  for (let index = 0; index < count; index += 1) {
    const offsetMs = random.integer(lengthMs);
    const isBuy = random.uniform() < buyShare;
    const slot = shares.pick(random.uniform());
    items.add(TRADE, slot, offsetMs, isBuy, Math.min(LARGEST_SIZE, random.pareto(SIZE_ALPHA)));
  }
}

/** Before anything else of the step. */
export function addCatchUps(items: StepItems, step: AssetStep, markets: readonly TapeMarket[]): void {
  for (const [slot, { venue }] of markets.entries()) {
    for (const { toMs } of venue.outages) {
      if (toMs >= step.fromMs && toMs < step.toMs) items.add(CATCH_UP, slot, toMs - step.fromMs);
    }
  }
}

export function addScheduled(
  items: StepItems,
  step: AssetStep,
  markets: readonly TapeMarket[],
  profile: TapeProfile,
): void {
  const lastMs = step.toMs - step.fromMs - 1;
  for (const [slot, market] of markets.entries()) {
    const { kind, bookEveryMs } = market;
    const spacingMs = slot * MARKET_SPACING_MS;
    const add = (itemKind: number, offsetMs: number) =>
      items.add(itemKind, slot, Math.max(0, Math.min(lastMs, offsetMs)));
    if (profile.book !== null && bookEveryMs !== null && isDue(step, bookEveryMs, slot)) {
      add(BOOK, BOOK_MS + spacingMs);
    }
    if (isDue(step, profile.quoteEveryMs, slot)) {
      add(TICKER, TICKER_MS + spacingMs);
      if (kind === 'perpetual') add(MARK, lastMs - STATE_MS + spacingMs / 2);
    }
    if (kind === 'perpetual' && isDue(step, MINUTE_MS, 0)) {
      add(FUNDING, lastMs - STATE_MS + spacingMs / 2);
      add(OPEN_INTEREST, lastMs - STATE_MS / 2 + spacingMs / 2);
    }
  }
  if (step.toMs % MINUTE_MS !== 0) return;
  for (const slot of markets.keys()) items.add(MINUTE_END, slot, lastMs);
}

/** True once in each span; `shift` moves the turn of a market by so many steps. */
export function isDue(step: AssetStep, everyMs: number, shift: number): boolean {
  const lengthMs = step.toMs - step.fromMs;
  return (step.fromMs + shift * lengthMs) % everyMs < lengthMs;
}
