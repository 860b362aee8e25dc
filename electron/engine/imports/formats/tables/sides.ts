/** Words for sides in tables of any origin. Null for what is no side: nothing is guessed row by row. */
import type { PositionSide, TakerSide } from '../../../../../shared/model/events';

const BUY: ReadonlySet<string> = new Set(['buy', 'b', 'bid', 'buyer', '1', '+1', 'true', 'long', 'l']);
const SELL: ReadonlySet<string> = new Set(['sell', 's', 'ask', 'a', 'seller', '-1', 'false', 'short']);
const TRUE: ReadonlySet<string> = new Set(['true', 't', '1', 'yes', 'y']);
const FALSE: ReadonlySet<string> = new Set(['false', 'f', '0', 'no', 'n']);
const POSITION: Readonly<Record<string, PositionSide>> = { long: 'long', l: 'long', short: 'short' };

export function takerSideOf(text: string | undefined): TakerSide | null {
  const word = plain(text);
  return BUY.has(word) ? 'buy' : SELL.has(word) ? 'sell' : null;
}

/** The taker, when the column says whether the buyer was the maker. */
export function takerByMaker(text: string | undefined): TakerSide | null {
  const word = plain(text);
  return TRUE.has(word) ? 'sell' : FALSE.has(word) ? 'buy' : null;
}

/** The position that was closed, where the column names it: bought is long. */
export function positionOf(text: string | undefined): PositionSide | null {
  const side = takerSideOf(text);
  return side === 'buy' ? 'long' : side === 'sell' ? 'short' : null;
}

/** The position that was closed, where the column names the order: a sell closed a long. */
export function positionByOrder(text: string | undefined): PositionSide | null {
  const side = takerSideOf(text);
  return side === 'sell' ? 'long' : side === 'buy' ? 'short' : null;
}

/** True for words that only a position has. */
export function namesPosition(text: string | undefined): boolean {
  return POSITION[plain(text)] !== undefined;
}

export function isFlag(text: string | undefined): boolean {
  const word = plain(text);
  return TRUE.has(word) || FALSE.has(word);
}

function plain(text: string | undefined): string {
  return (text ?? '').trim().toLowerCase();
}
