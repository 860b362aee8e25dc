import { z } from 'zod';
import { nearestMoment, type UntilKind } from './untilKind';

const schema = z.strictObject({ kind: z.literal('gap') });

/** The beginning of a span of missing data. */
export const untilGap: UntilKind<z.output<typeof schema>> & { readonly schema: typeof schema } = {
  schema,
  phrase: () => 'gap',
  find: async (_target, { source, positionMs }, direction) => {
    const beginnings = source.info.gaps.map(({ fromMs }) => fromMs);
    return nearestMoment(beginnings, positionMs, direction);
  },
};
