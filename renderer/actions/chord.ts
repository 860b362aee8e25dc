/**
 * Keys as text: `Mod+Shift+K`, `Alt+ArrowLeft`, `Space`, `?`, `F11`. `Mod` is Ctrl, on a Mac Command; `Ctrl`
 * is a Mac's control key.
 *
 * Invariants: one press has one text, and modifiers stand in the order of `MODIFIERS`. Shift is not written
 * with a character that is typed with it ("?" is not "Shift+?"), since which ones are differs by keyboard.
 */

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState?(name: string): boolean;
}

const MODIFIERS = ['Mod', 'Ctrl', 'Meta', 'Alt', 'Shift'] as const;
type Modifier = (typeof MODIFIERS)[number];

const LONE_MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Fn', 'OS']);
const NOT_KEYS = new Set(['Dead', 'Process', 'Unidentified', '']);

/** The text of a press; null for a modifier alone and for what an input method is still composing. */
export function chordOf(press: KeyPress, isMac: boolean): string | null {
  if (LONE_MODIFIERS.has(press.key)) return null;
  const key = keyName(press, isMac);
  if (key === null) return null;
  return [...modifiersOf(press, key, isMac), key].join('+');
}

function modifiersOf(press: KeyPress, key: string, isMac: boolean): readonly Modifier[] {
  // AltGr types characters; Windows reports it as Ctrl and Alt together.
  const composing = press.getModifierState?.('AltGraph') === true;
  const held: Readonly<Record<Modifier, boolean>> = {
    Mod: isMac ? press.metaKey : press.ctrlKey && !composing,
    Ctrl: isMac && press.ctrlKey,
    Meta: !isMac && press.metaKey,
    Alt: press.altKey && !composing,
    Shift: press.shiftKey && key !== 'Plus' && (key.length > 1 || isLetter(key)),
  };
  return MODIFIERS.filter((modifier) => held[modifier]);
}

/** "K", "5", "?", "Space", "ArrowLeft", "F11". */
function keyName(press: KeyPress, isMac: boolean): string | null {
  const { key, code } = press;
  const physical = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  const onKeycap = physical?.[1] ?? physical?.[2] ?? null;
  // Option types symbols on a Mac ("å" for A), and other scripts have no Latin letters: the place counts.
  if (onKeycap !== null && ((isMac && press.altKey) || !isAscii(key))) return onKeycap;
  // Digits of a keyboard that types them with Shift.
  if (physical?.[2] !== undefined && (press.ctrlKey || press.metaKey || press.altKey)) return physical[2];
  if (NOT_KEYS.has(key)) return null;
  if (key === ' ') return 'Space';
  if (key === '+') return 'Plus';
  return key.length === 1 ? key.toUpperCase() : key;
}

function isAscii(key: string): boolean {
  return key.length > 1 ? key !== 'Dead' && key !== 'Process' : key >= ' ' && key <= '~';
}

function isLetter(key: string): boolean {
  return key >= 'A' && key <= 'Z';
}

/** The letter or digit a plain press types, else null. Shift may be held: it types the same letter. */
export function typedCharacter(press: KeyPress, isMac: boolean): string | null {
  const chord = chordOf(press, isMac)?.replace(/^Shift\+/, '');
  return chord !== undefined && /^[A-Z0-9]$/.test(chord) ? chord : null;
}

const MAC_MODIFIERS: Readonly<Record<Modifier, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Meta: '⌘',
  Alt: '⌥',
  Shift: '⇧',
};
const OTHER_MODIFIERS: Readonly<Record<Modifier, string>> = {
  Mod: 'Ctrl',
  Ctrl: 'Ctrl',
  Meta: 'Win',
  Alt: 'Alt',
  Shift: 'Shift',
};
const KEY_LABELS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Plus: '+',
};

/** As keyboards are labelled: ["Ctrl", "K"], on a Mac ["⌘", "K"]. */
export function chordLabels(chord: string, isMac: boolean): readonly string[] {
  return chord.split('+').map((part) => {
    if (isModifier(part)) return (isMac ? MAC_MODIFIERS : OTHER_MODIFIERS)[part];
    return KEY_LABELS[part] ?? part;
  });
}

function isModifier(part: string): part is Modifier {
  return (MODIFIERS as readonly string[]).includes(part);
}
