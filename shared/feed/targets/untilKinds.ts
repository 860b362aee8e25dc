/** Every kind of event that a replay can go to. The contract, the player and the menus go by this list. */
import { z } from 'zod';
import { untilGap } from './untilGap';
import type { Direction, Finding, Surroundings, UntilKind } from './untilKind';
import { untilLiquidation } from './untilLiquidation';
import { untilMark } from './untilMark';

const KINDS = {
  liquidation: untilLiquidation,
  mark: untilMark,
  gap: untilGap,
} as const;

type Kinds = typeof KINDS;

/** What to go to, e.g. `{kind: 'liquidation', minUsd: 100_000}`. */
export type UntilTarget = { [K in keyof Kinds]: z.output<Kinds[K]['schema']> }[keyof Kinds];

export const untilTargetSchema: z.ZodType<UntilTarget> = z.union(
  Object.values(KINDS).map(({ schema }) => schema),
);

/** The nearest event of the kind strictly after or before where the replay stands; null when there is none. */
export function findUntil(
  target: UntilTarget,
  from: Surroundings,
  direction: Direction,
): Promise<Finding | null> {
  return kindOf(target).find(target, from, direction);
}

/** What is looked for, for a sentence: "gap". */
export function untilPhrase(target: UntilTarget): string {
  return kindOf(target).phrase(target);
}

/** Each kind is only ever given targets of its own. */
function kindOf(target: UntilTarget): UntilKind<UntilTarget> {
  return KINDS[target.kind] as UntilKind<UntilTarget>;
}
