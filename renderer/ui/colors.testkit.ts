/** Measures of colours for the tests of themes: contrast, and distance as people of each vision see it. */

/** Linear light, 0 to 1. */
export type LinearRgb = readonly [number, number, number];

/** "#rrggbb", or "rgb(r g b / a%)" laid over `under`. */
export function parseColor(text: string, under: LinearRgb = [0, 0, 0]): LinearRgb {
  const hex = /^#([0-9a-f]{6})$/i.exec(text)?.[1];
  if (hex !== undefined) {
    return [0, 2, 4].map((at) => toLinear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as never;
  }
  const parts = /^rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)$/.exec(text);
  if (parts === null) throw new Error(`not a colour of the tokens: ${text}`);
  const [red = 0, green = 0, blue = 0, percent = 0] = parts.slice(1).map(Number);
  const alpha = percent / 100;
  // Browsers mix in gamma-encoded values.
  return [red, green, blue].map((value, channel) =>
    toLinear((value / 255) * alpha + toGamma(under[channel] ?? 0) * (1 - alpha)),
  ) as never;
}

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function toGamma(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** WCAG 2 relative luminance. */
function luminance([red, green, blue]: LinearRgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(one: LinearRgb, other: LinearRgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

type Matrix = readonly (readonly [number, number, number])[];

/** Full dichromacy after Machado, Oliveira and Fernandes (2009), on linear light. */
export const VISIONS: Readonly<Record<'normal' | 'protanopia' | 'deuteranopia', Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

export function seenBy(vision: Matrix, color: LinearRgb): LinearRgb {
  return vision.map((row) => clamp(row[0] * color[0] + row[1] * color[1] + row[2] * color[2])) as never;
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

/** Distance in CIELAB (ΔE 1976, D65): 2 is just seen side by side, 20 is seen at a glance. */
export function distance(one: LinearRgb, other: LinearRgb): number {
  const [a, b] = [toLab(one), toLab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function toLab([red, green, blue]: LinearRgb): readonly [number, number, number] {
  const x = labCurve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = labCurve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = labCurve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function labCurve(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
}
