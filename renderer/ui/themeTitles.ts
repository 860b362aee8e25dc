/** Themes and colour presets in words, wherever they are offered. */
import type { ColorPreset, ThemeName } from './theme';

export const THEME_TITLES: Readonly<Record<ThemeName, string>> = {
  dark: 'Dark',
  light: 'Light',
  highContrast: 'High contrast',
};

export const COLOR_PRESET_TITLES: Readonly<Record<ColorPreset, string>> = {
  classic: 'Classic, teal up and red down',
  redUp: 'Red up and teal down',
  blueOrange: 'Blue up and orange down, safe for every vision',
  ice: 'Ice, pale up and blue down',
};
