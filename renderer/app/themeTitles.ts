/** Themes and colour presets in words, in the order they are offered. */
import type { ColorPreset, ThemeName } from '../ui/theme';

export const THEME_TITLES: readonly (readonly [ThemeName, string])[] = [
  ['dark', 'dark'],
  ['light', 'light'],
  ['highContrast', 'high contrast'],
];

export const COLOR_PRESET_TITLES: readonly (readonly [ColorPreset, string])[] = [
  ['classic', 'classic, teal up and red down'],
  ['redUp', 'red up and teal down'],
  ['blueOrange', 'blue up and orange down, safe for every vision'],
  ['ice', 'ice, pale up and blue down'],
];
