/** Binance's three markets as its public files have them, and how much a contract of the inverse one is. */
import type { VenueInfo } from '../../../../../shared/model/venue';
import type { ImportParameters, InstrumentIdentity, Recognition } from '../../importFormat';
import { isDollar, type NameHints, UNKNOWN_PARAMETERS } from '../nameHints';
import { pairOf } from '../pairs';

export type BinanceMarket = 'spot' | 'linear' | 'inverse';

const VENUES: Readonly<Record<BinanceMarket, { readonly id: string; readonly title: string }>> = {
  spot: { id: 'binance', title: 'Binance spot' },
  linear: { id: 'binanceusdm', title: 'Binance USD-M' },
  inverse: { id: 'binancecoinm', title: 'Binance COIN-M' },
};

const MARKETS: readonly BinanceMarket[] = ['spot', 'linear', 'inverse'];

export function venueIdOf(market: BinanceMarket): string {
  return VENUES[market].id;
}

export function marketOf(parameters: ImportParameters): BinanceMarket {
  if (parameters.venue === VENUES.inverse.id) return 'inverse';
  return parameters.venue === VENUES.linear.id || parameters.kind === 'perpetual' ? 'linear' : 'spot';
}

/** Liquidations are published as at most one per symbol and second: sums of them are lower bounds. */
export function binanceVenue(parameters: ImportParameters, streams: VenueInfo['streams']): VenueInfo {
  const { id, title } = VENUES[marketOf(parameters)];
  const liquidationReporting = streams.includes('liquidations') ? 'largestPerSecond' : 'none';
  return { id: parameters.venue ?? id, title, liquidationReporting, streams };
}

/** What is not known is said so by name: a survey may run before every question is answered. */
export function identityOf(parameters: ImportParameters): InstrumentIdentity {
  const market = marketOf(parameters);
  const venue = parameters.venue ?? venueIdOf(market);
  const symbol = parameters.symbol ?? 'UNKNOWN';
  const parts = pairOf(symbol);
  return {
    id: `${venue}:${symbol}`,
    venue,
    symbol,
    asset: parameters.asset ?? parts?.asset ?? symbol,
    quote: parameters.quote ?? parts?.quote ?? 'USD',
    kind: parameters.kind ?? (market === 'spot' ? 'spot' : 'perpetual'),
  };
}

/** Dollars of one COIN-M contract: 100 for bitcoin, 10 for all others. */
export function contractUsd(asset: string): number {
  return asset === 'BTC' ? 100 : 10;
}

/** Why the instrument cannot be imported; null when it can. */
export function unsupported(identity: InstrumentIdentity): string | null {
  if (/_\d{6}$/.test(identity.symbol)) {
    return `${identity.symbol} is a contract with a day of delivery; spot and perpetual markets can be imported`;
  }
  const market = MARKETS.find((name) => VENUES[name].id === identity.venue);
  if (market !== undefined && (market === 'spot') !== (identity.kind === 'spot')) {
    return `${VENUES[market].title} has no ${identity.kind} market; give the venue and the kind together`;
  }
  if (!isDollar(identity.quote)) {
    return `${identity.symbol} is quoted in ${identity.quote}; only markets quoted in dollars can be imported`;
  }
  return null;
}

/**
 * The parameters that content (`found`) and name give together, and what is left to ask. `market` is what the
 * content says; null when spot and USD-M files of the kind look alike.
 */
export function recogniseBinance(
  confidence: number,
  reason: string,
  market: BinanceMarket | null,
  hints: NameHints,
  found: Partial<ImportParameters>,
): Recognition {
  const known = market ?? hints.market;
  const parameters: ImportParameters = {
    ...UNKNOWN_PARAMETERS,
    symbol: hints.symbol,
    asset: hints.asset,
    quote: hints.quote,
    venue: known === null ? null : venueIdOf(known),
    kind: known === null ? null : known === 'spot' ? 'spot' : 'perpetual',
    ...found,
  };
  return { confidence, reason, parameters, questions: questionsOf(parameters) };
}

function questionsOf(parameters: ImportParameters): Recognition['questions'] {
  const questions: { parameter: keyof ImportParameters; sentence: string }[] = [];
  if (parameters.symbol === null) {
    questions.push({
      parameter: 'symbol',
      sentence: 'Which symbol is it? Neither the columns nor the name say.',
    });
  } else if (parameters.quote === null || !isDollar(parameters.quote)) {
    const sentence = `${parameters.symbol} is not quoted in dollars; only such markets can be imported.`;
    questions.push({ parameter: 'quote', sentence });
  }
  if (parameters.venue === null) {
    const sentence = 'Is it Binance spot or USD-M? Files of both have these columns and the same name.';
    questions.push({ parameter: 'venue', sentence });
  }
  return questions;
}
