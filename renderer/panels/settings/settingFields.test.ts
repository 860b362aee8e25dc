import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings, settingsPatchSchema, settingsSchema } from '../../../shared/contract/values';
import { findFields, parseVenueUrl, SETTING_FIELDS } from './settingFields';

const textFields = SETTING_FIELDS.filter((field) => 'parse' in field);
const anyText = fc.oneof(
  fc.string(),
  fc.double().map(String),
  fc.integer({ min: -10, max: 20_000 }).map(String),
  fc.constantFrom(
    '',
    ' ',
    'BTC eth',
    'btc,ETH;sol',
    'BTC/USD',
    'UTC',
    'Europe/Berlin',
    'Mars/Olympus',
    '1,5',
  ),
);

describe('fields of the settings', () => {
  it('turn text into a change the engine takes, or into a sentence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...textFields), anyText, (field, text) => {
        const parsed = field.parse(text);
        if (parsed.ok) expect(settingsPatchSchema.safeParse(parsed.value).success).toBe(true);
        else expect(parsed.error.message).toMatch(/[.]$/);
      }),
    );
  });

  it('take back what they show', () => {
    for (const field of textFields) {
      expect(field.parse(field.read(defaultSettings))).toMatchObject({ ok: true });
    }
  });

  it('name the limits of numbers', () => {
    const space = textFields.find(({ id }) => id === 'recording.maxTotalGb');
    expect(space?.parse('0')).toMatchObject({
      ok: false,
      error: { message: 'Enter a number from 0.1 to 10,000 GB.' },
    });
    expect(space?.parse('12,5')).toEqual({ ok: true, value: { recording: { maxTotalGb: 12.5 } } });
  });

  it('cover every setting but the layout and the keys, which have ways of their own', () => {
    const covered = new Set(SETTING_FIELDS.map(({ id }) => id.split('.')[0]));
    for (const key of Object.keys(settingsSchema.shape)) {
      if (key === 'venueUrls') continue;
      expect(covered).toContain(key);
    }
    for (const key of Object.keys(settingsSchema.shape.recording.shape)) {
      expect(SETTING_FIELDS.some(({ id }) => id === `recording.${key}`)).toBe(true);
    }
    for (const key of Object.keys(settingsSchema.shape.simulation.shape)) {
      expect(SETTING_FIELDS.some(({ id }) => id === `simulation.${key}`)).toBe(true);
    }
  });

  it('are found by every word of a query, in label, hint or choices', () => {
    expect(findFields('time zone').map(({ id }) => id)).toEqual(['timeZone']);
    expect(findFields('ORANGE blue').map(({ id }) => id)).toEqual(['colorPreset']);
    expect(findFields('')).toHaveLength(SETTING_FIELDS.length);
    expect(findFields('xyzzy')).toEqual([]);
  });

  it('change one venue address and leave the others', () => {
    const settings = { ...defaultSettings, venueUrls: { bybit: 'http://127.0.0.1:1' } };
    expect(parseVenueUrl('http://127.0.0.1:9000', 'binance', settings)).toMatchObject({
      ok: true,
      value: { venueUrls: { bybit: 'http://127.0.0.1:1', binance: expect.stringContaining('9000') } },
    });
    expect(parseVenueUrl('', 'bybit', settings)).toEqual({ ok: true, value: { venueUrls: {} } });
    for (const wrong of ['127.0.0.1', 'ftp://x', 'javascript:alert(1)']) {
      expect(parseVenueUrl(wrong, 'bybit', settings)).toMatchObject({ ok: false });
    }
  });
});
