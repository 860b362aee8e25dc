import type { BookmarkColor } from '../../shared/contract/bookmarks';

/** Names of the colour tokens in `tokens.css`; a test keeps the two in step, in every theme and preset. */
export const COLOR_TOKENS = [
  // Surfaces, from the page to what lies on top.
  'bg',
  'panel',
  'panel-2',
  'raised',
  'hover',
  'selected',
  // Hairlines, the border of controls, the chart's grid.
  'line',
  'line-2',
  'grid',
  // Text; `dim` is for decoration only.
  'text',
  'muted',
  'dim',
  // Selection and focus.
  'accent',
  'accent-soft',
  // Candles and volume, marks of signed changes.
  'up',
  'down',
  'up-soft',
  'down-soft',
  // Signed changes written as text.
  'up-text',
  'down-text',
  // Liquidations of short and of long positions, as marks and as text.
  'shorts',
  'longs',
  'shorts-text',
  'longs-text',
  // States: never the colours of prices, which a preset may swap.
  'good',
  'bad',
  'warn',
  'record',
  // Bookmarks, by the letter that is always shown with them.
  'mark-a',
  'mark-b',
  'mark-c',
  'mark-d',
  'mark-e',
  'mark-f',
  // Gaps in the data.
  'gap',
  'gap-soft',
  // Over the screen, below a dialog.
  'backdrop',
] as const;

export type ColorToken = (typeof COLOR_TOKENS)[number];

export function markToken(color: BookmarkColor): ColorToken {
  return `mark-${color.toLowerCase() as Lowercase<BookmarkColor>}`;
}
