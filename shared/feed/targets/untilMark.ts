import { z } from 'zod';
import { nearestMoment, type UntilKind } from './untilKind';

const schema = z.strictObject({ kind: z.literal('mark') });

/** A bookmark or a note, or the beginning of one over a range. */
export const untilMark: UntilKind<z.output<typeof schema>> & { readonly schema: typeof schema } = {
  schema,
  phrase: () => 'bookmark',
  find: async (_target, { marks, positionMs }, direction) => nearestMoment(marks, positionMs, direction),
};
