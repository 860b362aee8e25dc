/** The chart's colours, read from the tokens so that a theme is defined in one place. */

export interface ChartTheme {
  readonly background: string;
  readonly grid: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly crosshair: string;
  readonly label: string;
  readonly up: string;
  readonly down: string;
  readonly upSoft: string;
  readonly downSoft: string;
  readonly shorts: string;
  readonly longs: string;
  readonly gap: string;
  readonly gapSoft: string;
  readonly font: string;
}

/** Reads the tokens that apply to `element`. */
export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    background: token('bg'),
    grid: token('grid'),
    line: token('line'),
    text: token('text'),
    muted: token('muted'),
    crosshair: token('dim'),
    label: token('line-2'),
    up: token('up'),
    down: token('down'),
    upSoft: token('up-soft'),
    downSoft: token('down-soft'),
    shorts: token('shorts'),
    longs: token('longs'),
    gap: token('gap'),
    gapSoft: token('gap-soft'),
    font: token('font'),
  };
}
