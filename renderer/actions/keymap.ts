/**
 * Which keys run which action: the defaults of the actions, with the user's own in their place.
 *
 * Invariant: a chord runs the first enabled action that has it, in order of registration, so that two may
 * share a key when they are never enabled together.
 */
import { type Action, isEnabled } from './action';

export type OwnKeys = Readonly<Record<string, readonly string[]>>;

const NO_KEYS: readonly string[] = [];

/** The chords of an action. */
export function keysOf(action: Action, own: OwnKeys): readonly string[] {
  return own[action.id] ?? action.keys ?? NO_KEYS;
}

export function actionFor(chord: string, actions: readonly Action[], own: OwnKeys): Action | undefined {
  return actions.find((action) => keysOf(action, own).includes(chord) && isEnabled(action));
}

/** Another action that has the chord; what the user is told before giving it to `id`. */
export function conflictOf(
  chord: string,
  id: string,
  actions: readonly Action[],
  own: OwnKeys,
): Action | undefined {
  return actions.find((action) => action.id !== id && keysOf(action, own).includes(chord));
}

/** Why a chord cannot be given to any action; null when it can. */
export function refusalOf(chord: string): string | null {
  if (chord === 'Escape' || chord === 'Tab' || chord === 'Shift+Tab') {
    return 'is needed to move between and to leave parts of the screen';
  }
  if (/^(Shift\+)?[A-Z]$/.test(chord)) return 'starts the search for a symbol';
  if (/^\d$/.test(chord)) return 'starts the choice of an interval';
  if (SYSTEM_CHORDS.has(chord)) return 'belongs to the system';
  return null;
}

/** Copying, closing and quitting are the same in every program. */
const SYSTEM_CHORDS = new Set(
  ['A', 'C', 'H', 'M', 'N', 'Q', 'R', 'T', 'V', 'W', 'X'].map((letter) => `Mod+${letter}`).concat(['Alt+F4']),
);

/** The user's keys after giving `chords` to an action; giving it its defaults takes the entry out. */
export function withKeys(own: OwnKeys, action: Action, chords: readonly string[]): Record<string, string[]> {
  const keys: Record<string, string[]> = {};
  for (const [id, chordsOfOther] of Object.entries(own)) if (id !== action.id) keys[id] = [...chordsOfOther];
  if (chords.join(' ') !== (action.keys ?? NO_KEYS).join(' ')) keys[action.id] = [...chords];
  return keys;
}
