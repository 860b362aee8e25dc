import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings, type Settings, settingsSchema } from '../../../shared/contract/values';
import { ok } from '../../../shared/model/result';
import { repairSettings } from './repairSettings';
import { openSettings } from './settingsStore';

const NOW_MS = 1_723_075_200_000;

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function saved(): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

describe('opening', () => {
  it('starts with defaults where there is no file, and writes none', async () => {
    const { store, notice } = await openSettings(join(folder, 'new', 'folder'), NOW_MS);
    expect(store.current).toEqual(defaultSettings);
    expect(notice).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a file that says only some things, byte-order mark or not', async () => {
    await writeFile(file, '\uFEFF{"theme": "light", "recording": {"maxAgeDays": 3}}');
    const { store, notice } = await openSettings(folder, NOW_MS);
    expect(notice).toBeNull();
    expect(store.current).toEqual({
      ...defaultSettings,
      theme: 'light',
      recording: { ...defaultSettings.recording, maxAgeDays: 3 },
    });
  });

  it('keeps what is good, names each wrong field, and keeps the file as it was', async () => {
    const text = JSON.stringify({
      theme: 'pink',
      timeZone: 'Europe/Berlin',
      colour: 1,
      assets: ['BTC', 'not an asset'],
      venueUrls: { binance: 'ftp://x', bybit: 'http://127.0.0.1:1' },
      recording: { automatic: false, maxAgeDays: 'three', speed: 1 },
    });
    await writeFile(file, text);
    const { store, notice } = await openSettings(folder, NOW_MS);
    expect(store.current).toEqual({
      ...defaultSettings,
      timeZone: 'Europe/Berlin',
      venueUrls: { bybit: 'http://127.0.0.1:1' },
      recording: { ...defaultSettings.recording, automatic: false },
    });
    for (const field of ['theme:', 'colour:', 'assets[1]:', 'venueUrls.binance:', 'recording.maxAgeDays:']) {
      expect(notice?.detail).toContain(field);
    }
    expect(notice).toMatchObject({ severity: 'warning', sinceMs: NOW_MS, count: 1 });
    expect(notice?.detail).toContain('recording.speed:');
    expect(notice?.hint).toContain('settings.json.broken');
    expect(await readFile(`${file}.broken`, 'utf8')).toBe(text);
    expect(await saved()).toEqual(store.current);
    expect((await openSettings(folder, NOW_MS)).notice).toBeNull();
  });

  it('numbers the broken files it keeps', async () => {
    for (const text of ['{"theme": ', '[]', '7']) {
      await writeFile(file, text);
      const { store } = await openSettings(folder, NOW_MS);
      expect(store.current).toEqual(defaultSettings);
    }
    expect((await readdir(folder)).sort()).toEqual([
      'settings.json',
      'settings.json.broken',
      'settings.json.broken.2',
      'settings.json.broken.3',
    ]);
    expect(await readFile(`${file}.broken`, 'utf8')).toBe('{"theme": ');
  });

  it('survives a file cut short anywhere', async () => {
    const text = JSON.stringify({ ...defaultSettings, theme: 'light' });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: text.length - 1 }), async (length) => {
        await writeFile(file, text.slice(0, length));
        const { store, notice } = await openSettings(folder, NOW_MS);
        expect(store.current).toEqual(defaultSettings);
        expect(notice?.detail).toContain('not JSON');
        await rm(folder, { recursive: true });
        await mkdir(folder);
      }),
      { numRuns: 20 },
    );
  });

  it('starts with defaults when the file cannot be read, and leaves it alone', async () => {
    await mkdir(file);
    const { store, notice } = await openSettings(folder, NOW_MS);
    expect(store.current).toEqual(defaultSettings);
    expect(notice?.detail).toContain('cannot be read (EISDIR)');
    expect(notice?.hint).toContain('left as it is');
    expect(await store.patch({ theme: 'light' })).toMatchObject({ ok: false, error: { code: 'disk-error' } });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });
});

describe('repairing', () => {
  it('takes a prototype in the file for the unknown setting that it is', () => {
    const { settings, problems } = repairSettings(JSON.parse('{"__proto__": {"theme": "light"}}'));
    expect(settings).toEqual(defaultSettings);
    expect(problems).toEqual(['__proto__: there is no such setting']);
  });

  const anyValue = fc.jsonValue();
  const wrongSomewhere = fc
    .record(Object.fromEntries([...Object.keys(defaultSettings), 'unknown'].map((key) => [key, anyValue])), {
      requiredKeys: [],
    })
    .map((fields) => JSON.parse(JSON.stringify(fields)));

  it('always gives valid settings, and problems exactly when something was replaced', () => {
    fc.assert(
      fc.property(fc.oneof(anyValue, wrongSomewhere), (raw) => {
        const { settings, problems } = repairSettings(raw);
        expect(settingsSchema.safeParse(settings).success).toBe(true);
        expect(repairSettings(JSON.parse(JSON.stringify(settings)))).toEqual({ settings, problems: [] });
        if (problems.length > 0) return;
        for (const [key, value] of Object.entries(raw)) {
          expect(settings[key as keyof Settings]).toEqual(
            key === 'recording' ? { ...defaultSettings.recording, ...(value as object) } : value,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves every good field alone when one is wrong', () => {
    const good = { theme: 'light', timeZone: 'Asia/Tokyo', backfill: false, layout: { a: [1] } } as const;
    fc.assert(
      fc.property(fc.constantFrom('assets', 'venues', 'venueUrls', 'recording', 'other'), (field) => {
        const { settings, problems } = repairSettings({ ...good, [field]: 5 });
        expect(settings).toEqual({ ...defaultSettings, ...good });
        expect(problems).toHaveLength(1);
        expect(problems[0]).toContain(`${field}:`);
      }),
    );
  });
});

describe('patching', () => {
  it('merges, saves and tells', async () => {
    const { store } = await openSettings(folder, NOW_MS);
    const told: Settings[] = [];
    const stop = store.onChange((settings) => told.push(settings));
    const result = await store.patch({ theme: 'light', recording: { maxTotalGb: 5 }, layout: { dock: 1 } });
    const expected = {
      ...defaultSettings,
      theme: 'light',
      layout: { dock: 1 },
      recording: { ...defaultSettings.recording, maxTotalGb: 5 },
    };
    expect(result).toEqual(ok(expected));
    expect(store.current).toEqual(expected);
    expect(told).toEqual([expected]);
    expect(await saved()).toEqual(expected);
    stop();
    await store.patch({ theme: 'dark' });
    expect(told).toHaveLength(1);
    expect((await openSettings(folder, NOW_MS)).store.current).toEqual(store.current);
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  it('refuses what is invalid, naming the field, and changes nothing', async () => {
    const { store } = await openSettings(folder, NOW_MS);
    const result = await store.patch({ assets: [], theme: 'light' });
    expect(result).toMatchObject({ ok: false, error: { code: 'settings-invalid' } });
    expect(!result.ok && result.error.message).toContain('assets:');
    const unknown = await store.patch({ colour: 1 } as never);
    expect(!unknown.ok && unknown.error.message).toContain('colour');
    expect(store.current).toEqual(defaultSettings);
    expect(await readdir(folder)).toEqual([]);
  });

  it('applies changes made at once one after the other', async () => {
    const { store } = await openSettings(folder, NOW_MS);
    const changes = Array.from({ length: 20 }, (_, index) => store.patch({ layout: index }));
    await Promise.all([...changes, store.patch({ theme: 'light' })]);
    expect(store.current).toEqual({ ...defaultSettings, layout: 19, theme: 'light' });
    expect(await saved()).toEqual(store.current);
  });

  it('fails with a sentence when the folder cannot be written, and changes nothing', async () => {
    await writeFile(join(folder, 'data'), 'a file in the place of the data folder');
    const { store, notice } = await openSettings(join(folder, 'data'), NOW_MS);
    expect(notice?.detail).toContain('ENOTDIR');
    expect(notice?.hint).toContain('left as it is');
    const result = await store.patch({ theme: 'light' });
    expect(result).toMatchObject({ ok: false, error: { code: 'disk-error', retryable: true } });
    expect(!result.ok && result.error.message).toContain(join('data', 'settings.json'));
    expect(store.current).toEqual(defaultSettings);
  });

  // The device that is always full is a Linux one.
  it.runIf(process.platform === 'linux')('says so when the disk is full, and changes nothing', async () => {
    const { store } = await openSettings(folder, NOW_MS);
    await store.patch({ theme: 'light' });
    await symlink('/dev/full', `${file}.${process.pid}.tmp`);
    const result = await store.patch({ theme: 'dark' });
    expect(result).toMatchObject({ ok: false, error: { code: 'disk-full', retryable: true } });
    expect(store.current.theme).toBe('light');
    expect(await saved()).toEqual(store.current);
  });

  it('leaves a broken file as it is while nothing can be written, and keeps it afterwards', async () => {
    await writeFile(file, 'precious {');
    const obstacle = `${file}.${process.pid}.tmp`;
    await mkdir(obstacle);
    const { store, notice } = await openSettings(folder, NOW_MS);
    expect(notice?.hint).toContain('cannot be saved (EISDIR)');
    expect(await store.patch({ theme: 'light' })).toMatchObject({ ok: false, error: { code: 'disk-error' } });
    expect(await readFile(file, 'utf8')).toBe('precious {');
    expect(store.current).toEqual(defaultSettings);
    await rm(obstacle, { recursive: true });
    expect(await store.patch({ theme: 'light' })).toMatchObject({ ok: true });
    expect(await readFile(`${file}.broken`, 'utf8')).toBe('precious {');
    expect(await saved()).toEqual(store.current);
  });
});
