/** Values as they are shown, for comparing what a reader compares. */

/** Three significant digits, as `formatUsd` shows from $1,000 on: 754,123,456 is 754,000,000. */
export function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}

/** At a number of decimals, as prices are shown. */
export function withDecimals(decimals: number): (value: number) => number {
  return (value) => Number(value.toFixed(decimals));
}
