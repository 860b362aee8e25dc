import { z } from 'zod';
import type { UntilKind } from './untilKind';

const schema = z.strictObject({ kind: z.literal('liquidation'), minUsd: z.number().min(0) });

/** A liquidation of any asset, venue and side at or above a size in USD. */
export const untilLiquidation: UntilKind<z.output<typeof schema>> & { readonly schema: typeof schema } = {
  schema,
  phrase: ({ minUsd }) =>
    minUsd === 0 ? 'liquidation' : `liquidation of $${minUsd.toLocaleString('en-US')} or more`,
  find: async ({ minUsd }, { source, seq }, direction) => {
    const found = await source.nearestLiquidation(seq, direction, minUsd);
    return found === null ? null : { seq: found };
  },
};
