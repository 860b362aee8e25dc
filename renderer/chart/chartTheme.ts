/** The theme in force as the chart needs it. */
import type { BookmarkColor } from '../../shared/contract/bookmarks';
import type { Theme } from '../ui/theme';
import { markToken } from '../ui/tokens';

export interface ChartTheme {
  readonly background: string;
  readonly grid: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly crosshair: string;
  readonly label: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly up: string;
  readonly down: string;
  readonly upSoft: string;
  readonly downSoft: string;
  readonly shorts: string;
  readonly longs: string;
  readonly warn: string;
  readonly gap: string;
  readonly gapSoft: string;
  readonly mark: (color: BookmarkColor) => string;
  readonly font: string;
  /** Rising candles are drawn as outlines. */
  readonly hollow: boolean;
}

export function chartThemeOf({ color, font, candleBodies }: Theme): ChartTheme {
  return {
    background: color('bg'),
    grid: color('grid'),
    line: color('line'),
    text: color('text'),
    muted: color('muted'),
    crosshair: color('dim'),
    label: color('line-2'),
    accent: color('accent'),
    accentSoft: color('accent-soft'),
    up: color('up'),
    down: color('down'),
    upSoft: color('up-soft'),
    downSoft: color('down-soft'),
    shorts: color('shorts'),
    longs: color('longs'),
    warn: color('warn'),
    gap: color('gap'),
    gapSoft: color('gap-soft'),
    mark: (letter) => color(markToken(letter)),
    font,
    hollow: candleBodies === 'hollow',
  };
}
