/** One thing the user can do. The palette, the keys, menus, the cheat sheet and the status line all read this. */

/** In the order the cheat sheet shows them. */
export const ACTION_GROUPS = [
  'Market',
  'Chart',
  'Replay',
  'Recording',
  'Panels',
  'Appearance',
  'Help',
] as const;

export type ActionGroup = (typeof ACTION_GROUPS)[number];

export interface Action {
  /** Stable, as `<place>.<verb>`, e.g. `chart.logScale`: the user's own keys are kept under it. */
  readonly id: string;
  /** What it does, as a phrase: "Logarithmic price scale". */
  readonly title: string;
  readonly group: ActionGroup;
  /** Default keys, as `chord.ts` writes them: `Mod+K` (Ctrl, on a Mac Command), `Alt+L`, `Shift+ArrowLeft`, `?`. */
  readonly keys?: readonly string[];
  /** Keys it answers that are no chord of their own, for the cheat sheet only: "A … Z". */
  readonly typedKeys?: string;
  /** One or two words for the status line; absent: not hinted there. */
  readonly hint?: string;
  readonly run: () => void;
  /** Whether it can be done now; absent: always. Asked when needed, so it may read stores. */
  readonly enabled?: () => boolean;
  /** Of something that is on or off (a layer, a scale): whether it is on. Asked when needed. */
  readonly checked?: () => boolean;
}

export function isEnabled(action: Action): boolean {
  return action.enabled?.() ?? true;
}
