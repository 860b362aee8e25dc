import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../shared/contract/values';
import { contrast, distance, type LinearRgb, parseColor, seenBy, VISIONS } from '../colors.testkit';
import type { ColorPreset, ThemeName } from '../theme';
import { COLOR_TOKENS, type ColorToken } from '../tokens';

const THEMES = settingsSchema.shape.theme.options;
const PRESETS = settingsSchema.shape.colorPreset.options;
const EVERY_LOOK = THEMES.flatMap((theme) => PRESETS.map((preset) => [theme, preset] as const));

const SURFACES = ['bg', 'panel', 'panel-2', 'raised', 'hover', 'selected'] as const;
/** Written as text somewhere, on any surface. */
const TEXTS = [
  'text',
  'muted',
  'accent',
  'up-text',
  'down-text',
  'shorts-text',
  'longs-text',
  'warn',
  'good',
  'bad',
] as const;
/** Drawn on the page and on panels: candles, bars, dots, rings. */
const MARKS = [
  'up',
  'down',
  'shorts',
  'longs',
  'accent',
  'good',
  'bad',
  'record',
  'warn',
  'mark-a',
  'mark-b',
  'mark-c',
  'mark-d',
  'mark-e',
  'mark-f',
] as const;

const TEXT_CONTRAST = 4.5;
const HIGH_TEXT_CONTRAST = 7;
const MARK_CONTRAST = 3;
/** Seen at a glance, one beside the other, by everyone; the safe presets are so from afar. */
const PAIR_DISTANCE: Readonly<Record<ColorPreset, number>> = {
  classic: 20,
  redUp: 20,
  blueOrange: 80,
  ice: 44,
};
const LIQUIDATIONS_DISTANCE = 50;

describe.each(THEMES)('theme %s', (theme) => {
  it('defines every token and no other', () => {
    const defined = declarationsOf(styleSheet(theme), `[data-theme="${theme}"]`);
    defined.delete('shadow');
    expect([...defined.keys()].sort()).toEqual([...COLOR_TOKENS].sort());
  });
});

describe.each(EVERY_LOOK)('%s, %s', (theme, preset) => {
  const color = look(theme, preset);

  it.each(['no more', 'more'])('keeps text readable on every surface, %s contrast asked for', (wish) => {
    const asked = wish === 'more' ? look(theme, preset, true) : color;
    const least = theme === 'highContrast' ? HIGH_TEXT_CONTRAST : TEXT_CONTRAST;
    expect(tooFaint(asked, TEXTS, SURFACES, least)).toEqual([]);
  });

  it('keeps marks visible on pages and panels', () => {
    expect(tooFaint(color, MARKS, ['bg', 'panel', 'panel-2'], MARK_CONTRAST)).toEqual([]);
  });

  it.each(Object.entries(VISIONS))('tells up from down, and shorts from longs, with %s', (_, vision) => {
    const apart = (one: ColorToken, other: ColorToken) =>
      distance(seenBy(vision, color(one)), seenBy(vision, color(other)));
    expect(apart('up', 'down')).toBeGreaterThan(PAIR_DISTANCE[preset]);
    expect(apart('shorts', 'longs')).toBeGreaterThan(LIQUIDATIONS_DISTANCE);
  });

  it('shows the borders of controls in high contrast', () => {
    if (theme === 'highContrast') expect(tooFaint(color, ['line', 'line-2'], SURFACES, 3)).toEqual([]);
  });
});

type Colors = (token: ColorToken) => LinearRgb;

function tooFaint(
  color: Colors,
  inks: readonly ColorToken[],
  surfaces: readonly ColorToken[],
  least: number,
): readonly string[] {
  return inks.flatMap((ink) =>
    surfaces.flatMap((surface) => {
      const ratio = contrast(color(ink), color(surface));
      return ratio >= least ? [] : [`${ink} on ${surface}: ${ratio.toFixed(2)}`];
    }),
  );
}

/** The colours in force with a theme, a preset, and the system's wish for more contrast. */
function look(theme: ThemeName, preset: ColorPreset, moreContrast = false): Colors {
  const sheet = styleSheet(theme);
  const values = declarationsOf(sheet, `[data-theme="${theme}"]`);
  if (preset !== 'classic') {
    const own = declarationsOf(sheet, `[data-theme="${theme}"][data-colors="${preset}"]`);
    for (const [name, value] of own) values.set(name, value);
  }
  const [, forContrast] = sheet.split('@media (prefers-contrast: more)');
  if (moreContrast && forContrast !== undefined) {
    for (const [name, value] of declarationsOf(forContrast, `[data-theme="${theme}"]`)) {
      values.set(name, value);
    }
  }
  return (token) => parseColor(values.get(token) ?? `no --${token}`);
}

function styleSheet(theme: ThemeName): string {
  return readFileSync(new URL(`./${theme}.css`, import.meta.url), 'utf8').replace(/\/\*.*?\*\//gs, '');
}

/** Custom properties of the first rule with exactly this selector in its list. */
function declarationsOf(sheet: string, selector: string): Map<string, string> {
  const rule = [...sheet.matchAll(/([^{}]+)\{([^{}]*)\}/g)].find(([, selectors = '']) =>
    selectors.split(',').some((one) => one.trim() === selector),
  );
  if (rule === undefined) throw new Error(`no rule for ${selector}`);
  const declarations = [...(rule[2] ?? '').matchAll(/--([\w-]+):\s*([^;]+);/g)];
  return new Map(declarations.map(([, name = '', value = '']) => [name, value]));
}
