/** Where a seek or a step of a replay leads. */
import { SECOND_MS } from '../model/time';
import type { PlayerCommand, StepUnit } from './player';
import type { RecordedInfo, RecordedSource } from './source';
import type { Direction, Surroundings } from './targets/untilKind';
import { findUntil, type UntilTarget, untilPhrase } from './targets/untilKinds';

export interface MoveTarget {
  /** The prefix of the session to hold. */
  readonly seq: number;
  /** Market time to go on from; null for the time of the prefix itself. */
  readonly positionMs: number | null;
}

interface ReplayPosition {
  readonly seq: number;
  readonly positionMs: number;
}

/** The commands that lead somewhere. */
export type MoveCommand = Extract<PlayerCommand, { readonly type: 'seek' | 'step' | 'until' }>;

/** Where a command leads; null when there is nowhere to go. */
export async function moveTarget(command: MoveCommand, from: Surroundings): Promise<MoveTarget | null> {
  switch (command.type) {
    case 'seek':
      return seekTarget(from.source, command.timeMs);
    case 'step':
      return stepTarget(from.source, from, command.by, command.direction);
    case 'until':
      return untilTarget(from, command.target, command.direction);
  }
}

/** Said when it leads nowhere. */
export function nowhereSentence(command: MoveCommand, title: string): string {
  if (command.type !== 'until') return `There is nowhere to go in "${title}".`;
  const { target, direction } = command;
  return `"${title}" holds no ${untilPhrase(target)} ${direction === 1 ? 'after' : 'before'} this moment.`;
}

/** Before the first event, or at the state the session begins with. */
export function startTarget({ info }: RecordedSource): MoveTarget {
  return { seq: startSeq(info), positionMs: info.range.fromMs };
}

/** The shortest prefix of a session that is shown. */
export function startSeq({ seedSeq, firstSeq }: RecordedInfo): number {
  return seedSeq ?? firstSeq - 1;
}

/** The state at a market time; times outside the session lead to its ends. */
export async function seekTarget(source: RecordedSource, timeMs: number): Promise<MoveTarget> {
  const { fromMs, toMs } = source.info.range;
  const positionMs = Math.min(Math.max(timeMs, fromMs), toMs);
  return { seq: await source.seqAtTime(positionMs), positionMs };
}

/** One event on or back, or the next full second or bar boundary in that direction. */
async function stepTarget(
  source: RecordedSource,
  from: ReplayPosition,
  by: StepUnit,
  direction: Direction,
): Promise<MoveTarget> {
  const { firstSeq } = source.info;
  if (by.unit === 'event') {
    // Numbers may have holes: on is to the next event there is, back is to just before the present one.
    const seq = direction === 1 ? await nextSeq(source, from.seq) : Math.max(from.seq, firstSeq) - 1;
    return { seq, positionMs: null };
  }
  const lengthMs = by.unit === 'second' ? SECOND_MS : by.barMs;
  const units = from.positionMs / lengthMs;
  const next = direction === 1 ? Math.floor(units) + 1 : Math.ceil(units) - 1;
  return seekTarget(source, next * lengthMs);
}

/** The nearest event of a kind in that direction; null when there is none. */
async function untilTarget(
  from: Surroundings,
  target: UntilTarget,
  direction: Direction,
): Promise<MoveTarget | null> {
  const found = await findUntil(target, from, direction);
  if (found === null) return null;
  return 'seq' in found ? { seq: found.seq, positionMs: null } : seekTarget(from.source, found.timeMs);
}

/** Number of the first event after `seq`; `seq` itself at the end. */
async function nextSeq(source: RecordedSource, seq: number): Promise<number> {
  const enough = new AbortController();
  for await (const batch of source.read(seq, source.info.lastSeq, enough.signal)) {
    const [next] = batch;
    if (next === undefined) continue;
    enough.abort();
    return next.seq;
  }
  return seq;
}
