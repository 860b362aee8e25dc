/** Ids of trades as text of any kind. */
import { hash52 } from '../../../../shared/model/hash52';
import { wholeNumber } from './stamps';

/** The number, or a hash of what is none; null when there is no id. */
export function tradeIdOf(text: string): number | null {
  if (text === '') return null;
  const number = wholeNumber(text);
  return Number.isNaN(number) ? hash52(text) : number;
}
