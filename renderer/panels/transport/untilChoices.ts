import type { UntilTarget } from '../../../shared/feed/targets/untilKinds';

/** What a replay can be taken to, as the menu offers it; a kind is a line in it. */
export const UNTIL_CHOICES: readonly { readonly title: string; readonly target: UntilTarget }[] = [
  { title: 'Liquidation', target: { kind: 'liquidation', minUsd: 0 } },
  { title: 'Liquidation ≥ $10k', target: { kind: 'liquidation', minUsd: 10_000 } },
  { title: 'Liquidation ≥ $100k', target: { kind: 'liquidation', minUsd: 100_000 } },
  { title: 'Liquidation ≥ $1M', target: { kind: 'liquidation', minUsd: 1_000_000 } },
  { title: 'Bookmark', target: { kind: 'mark' } },
  { title: 'Gap', target: { kind: 'gap' } },
];

/** Tells targets apart. */
export function untilKey(target: UntilTarget): string {
  return target.kind === 'liquidation' ? `liquidation ${target.minUsd}` : target.kind;
}
