/**
 * The theme in force, for what CSS cannot reach: canvases ask here for their colours and draw again when
 * they change. The values themselves stand in the style sheets, under `[data-theme]` and `[data-colors]`.
 */
import { type Settings, settingsSchema } from '../../shared/contract/values';
import { COLOR_TOKENS, type ColorToken } from './tokens';

export type ThemeName = Settings['theme'];
export type ColorPreset = Settings['colorPreset'];

export interface ThemeChoice {
  readonly theme: ThemeName;
  readonly colorPreset: ColorPreset;
  readonly candleBodies: Settings['candleBodies'];
}

export interface Theme extends ThemeChoice {
  /** Whether the user asked the system for less motion. */
  readonly reducedMotion: boolean;
  /** A colour as CSS text, e.g. "#2fbf9b". */
  readonly color: (token: ColorToken) => string;
  /** Family name of the UI font. */
  readonly font: string;
}

const defaultThemeChoice: ThemeChoice = {
  theme: 'dark',
  colorPreset: 'classic',
  candleBodies: 'filled',
};

const MOTION_QUERY = '(prefers-reduced-motion: reduce)';
const CONTRAST_QUERY = '(prefers-contrast: more)';

const listeners = new Set<(theme: Theme) => void>();
let choice = defaultThemeChoice;
let current: Theme | undefined;

/** The theme in force. The same object until the theme changes. */
export function currentTheme(): Theme {
  current ??= readTheme();
  return current;
}

/** Tells of every later change; the returned function ends that. */
export function onThemeChange(listener: (theme: Theme) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where the last choice is kept, so that a window has its colours before the engine has told the settings. */
const STORAGE_KEY = 'breakwater.theme';
const choiceSchema = settingsSchema.pick({ theme: true, colorPreset: true, candleBodies: true });

/** The choice of the last time on this machine, or the default one. */
export function rememberedThemeChoice(): ThemeChoice {
  try {
    const saved: unknown = JSON.parse(window.localStorage.getItem(STORAGE_KEY) ?? 'null');
    return choiceSchema.safeParse(saved).data ?? defaultThemeChoice;
  } catch {
    // Storage may be forbidden or hold something else: the theme is then known a moment later.
    return defaultThemeChoice;
  }
}

/** Puts a choice in force. For the shell only, which knows the settings. */
export function applyTheme({ theme, colorPreset, candleBodies }: ThemeChoice): void {
  choice = { theme, colorPreset, candleBodies };
  const { dataset } = document.documentElement;
  dataset.theme = theme;
  dataset.colors = colorPreset;
  announce();
  try {
    window.localStorage.setItem(STORAGE_KEY, JSON.stringify(choice));
  } catch {
    // Forbidden or full storage costs a moment in the default colours at the next start.
  }
}

/** Follows the system's wishes for contrast and motion; the returned function ends that. */
export function followSystemWishes(): () => void {
  const queries = [MOTION_QUERY, CONTRAST_QUERY].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', announce);
  return () => {
    for (const query of queries) query.removeEventListener('change', announce);
  };
}

function announce(): void {
  current = readTheme();
  for (const listener of listeners) listener(current);
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  // Read at once: computed styles are live, and a theme must not change under whoever holds it.
  const colors = new Map(COLOR_TOKENS.map((token) => [token, read(token)]));
  return {
    ...choice,
    reducedMotion: window.matchMedia(MOTION_QUERY).matches,
    color: (token) => colors.get(token) ?? '',
    font: read('font'),
  };
}
