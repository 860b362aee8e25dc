/**
 * Every setting as a field of a form: its words, its constraint, and the way from text to a change.
 *
 * Invariant: a field's `parse` accepts exactly what the settings' schema accepts; the engine checks again.
 */
import { type Settings, type SettingsPatch, settingsSchema } from '../../../shared/contract/values';
import { fail, ok, type Result } from '../../../shared/model/result';
import { COLOR_PRESET_TITLES, THEME_TITLES } from '../../ui/themeTitles';
import { isTimeZone } from '../../ui/time';

interface FieldBase {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** What it does, and what it takes. */
  readonly hint: string;
  /** More words it is found by. */
  readonly words?: string;
}

export interface TextField extends FieldBase {
  readonly kind: 'text' | 'number' | 'zone';
  readonly unit?: string;
  readonly read: (settings: Settings) => string;
  readonly parse: (text: string) => Result<SettingsPatch>;
}

export interface SwitchField extends FieldBase {
  readonly kind: 'switch';
  readonly read: (settings: Settings) => boolean;
  readonly patch: (on: boolean) => SettingsPatch;
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly read: (settings: Settings) => string;
  readonly patch: (value: string) => SettingsPatch;
}

/** Chosen from what the engine says there is. */
export interface ScriptField extends FieldBase {
  readonly kind: 'scenario' | 'chapter';
}

/** The venues have a form of their own: which, and where each is reached. */
export interface VenuesField extends FieldBase {
  readonly kind: 'venues';
}

/** The folder of the sessions, which are moved with it. */
export interface LibraryField extends FieldBase {
  readonly kind: 'library';
}

/** Something that is changed in a dialog of its own, by an action. */
export interface ActionField extends FieldBase {
  readonly kind: 'action';
  readonly action: string;
  readonly button: string;
}

export type SettingField =
  | TextField
  | SwitchField
  | ChoiceField
  | ScriptField
  | VenuesField
  | LibraryField
  | ActionField;

const refuse = (message: string) => fail('settings-invalid', message);

const { assets, recording, simulation, venueUrls } = settingsSchema.shape;
type RecordingNumber = 'maxTotalGb' | 'maxAgeDays' | 'minFreeDiskGb';

function numberField(key: RecordingNumber, label: string, unit: string, what: string): TextField {
  const schema = recording.shape[key];
  const range = `${(schema.minValue ?? 0).toLocaleString('en')} to ${(schema.maxValue ?? 0).toLocaleString('en')} ${unit}`;
  return {
    id: `recording.${key}`,
    group: 'Recording',
    kind: 'number',
    label,
    unit,
    hint: `${what} ${range}.`,
    read: (settings) => String(settings.recording[key]),
    parse: (text) => {
      const value = text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
      if (!schema.safeParse(value).success) return refuse(`Enter a number from ${range}.`);
      return ok({ recording: { [key]: value } });
    },
  };
}

function choiceField<K extends 'theme' | 'colorPreset' | 'candleBodies'>(
  key: K,
  label: string,
  hint: string,
  labels: Readonly<Record<Settings[K], string>>,
): ChoiceField {
  const options = settingsSchema.shape[key].options.map((value) => ({
    value,
    label: labels[value as Settings[K]],
  }));
  return {
    id: key,
    group: 'Appearance',
    kind: 'choice',
    label,
    hint,
    options,
    read: (settings) => settings[key],
    patch: (value) => ({ [key]: value }),
  };
}

/** Another origin of a venue, or none when the text is empty. */
export function parseVenueUrl(text: string, venue: string, settings: Settings): Result<SettingsPatch> {
  const { [venue]: _, ...others } = settings.venueUrls;
  if (text.trim() === '') return ok({ venueUrls: others });
  const parsed = venueUrls.valueType.safeParse(text.trim());
  if (!parsed.success) return refuse('Enter an address that begins with http:// or https://, or nothing.');
  return ok({ venueUrls: { ...others, [venue]: parsed.data } });
}

/** A number of the simulated market; no text is null, where the schema takes it. */
function simulationField(
  key: 'seed' | 'speed',
  words: Pick<TextField, 'label' | 'hint'>,
  ask: string,
): TextField {
  return {
    id: `simulation.${key}`,
    group: 'Simulated market',
    kind: 'number',
    ...words,
    read: (settings) => String(settings.simulation[key] ?? ''),
    parse: (text) => {
      const value = text.trim() === '' ? null : Number(text.replace(',', '.'));
      if (!simulation.shape[key].safeParse(value).success) return refuse(ask);
      return ok({ simulation: { [key]: value } });
    },
  };
}

export const SETTING_FIELDS: readonly SettingField[] = [
  {
    id: 'feed',
    group: 'Market data',
    kind: 'choice',
    label: 'Market',
    hint: 'The real one, or one made up on this machine. A change begins another session.',
    words: 'feed simulated live',
    options: [
      { value: 'simulated', label: 'Simulated' },
      { value: 'live', label: 'Live venues' },
    ],
    read: (settings) => settings.feed ?? 'simulated',
    patch: (value) => ({ feed: value === 'live' ? 'live' : 'simulated' }),
  },
  {
    id: 'simulation.scenario',
    group: 'Simulated market',
    kind: 'scenario',
    label: 'Scenario',
    hint: 'What happens in the simulated market. A change begins another session.',
    words: 'script story',
  },
  {
    id: 'simulation.chapter',
    group: 'Simulated market',
    kind: 'chapter',
    label: 'Start from',
    hint: 'Where in its script the simulated market begins.',
    words: 'chapter',
  },
  {
    id: 'simulation.leader',
    group: 'Simulated market',
    kind: 'choice',
    label: 'Moves first',
    hint: 'Which market leads the way: who buys in earnest, or who bets with leverage.',
    words: 'leader',
    options: [
      { value: '', label: 'As the scenario says' },
      { value: 'spot', label: 'Spot' },
      { value: 'perp', label: 'Perpetuals' },
    ],
    read: (settings) => settings.simulation.leader ?? '',
    patch: (value) => ({ simulation: { leader: value === 'spot' || value === 'perp' ? value : null } }),
  },
  simulationField(
    'seed',
    { label: 'Seed', hint: 'Another whole number is another course of events; empty: the scenario’s own.' },
    'Enter a whole number from 0 to 4,294,967,295, or nothing.',
  ),
  simulationField(
    'speed',
    { label: 'Speed', hint: 'Market seconds that pass in a second, 1 to 100.' },
    'Enter a number from 1 to 100.',
  ),
  {
    id: 'assets',
    group: 'Market data',
    kind: 'text',
    label: 'Assets',
    hint: '1 to 50 assets such as BTC, in the order they are shown. A change begins another session.',
    words: 'coins symbols',
    read: (settings) => settings.assets.join(' '),
    parse: (text) => {
      const names = [
        ...new Set(
          text
            .toUpperCase()
            .split(/[\s,;]+/)
            .filter((name) => name !== ''),
        ),
      ];
      const wrong = names.find((name) => !assets.element.safeParse(name).success);
      if (wrong !== undefined) return refuse(`“${wrong}” is not an asset: use letters and digits, e.g. BTC.`);
      if (!assets.safeParse(names).success) return refuse('Enter 1 to 50 assets, e.g. BTC ETH.');
      return ok({ assets: names });
    },
  },
  {
    id: 'venues',
    group: 'Market data',
    kind: 'venues',
    label: 'Venues',
    hint: 'Which venues to listen to. Another address stands in for a venue, e.g. one for tests on this machine.',
    words: 'exchanges url address binance bybit',
  },
  {
    id: 'backfill',
    group: 'Market data',
    kind: 'switch',
    label: 'Fill gaps',
    hint: 'After a break, ask venues for the trades that were missed.',
    words: 'backfill back-fill history',
    read: (settings) => settings.backfill,
    patch: (backfill) => ({ backfill }),
  },
  {
    id: 'recording.automatic',
    group: 'Recording',
    kind: 'switch',
    label: 'Record from the start',
    hint: 'Recording begins by itself whenever Breakwater starts.',
    words: 'automatic',
    read: (settings) => settings.recording.automatic,
    patch: (automatic) => ({ recording: { automatic } }),
  },
  numberField(
    'maxTotalGb',
    'Space for sessions',
    'GB',
    'The oldest are deleted when all together are larger.',
  ),
  numberField('maxAgeDays', 'Keep sessions for', 'days', 'Older ones are deleted.'),
  numberField('minFreeDiskGb', 'Leave free on the disk', 'GB', 'Recording stops before less is free.'),
  {
    id: 'library',
    group: 'Recording',
    kind: 'library',
    label: 'Folder of the sessions',
    hint: 'All sessions go along; the old folder is kept until the new one holds everything. Nothing may be recorded or replayed meanwhile.',
    words: 'move data library directory disk path',
  },
  choiceField('theme', 'Theme', 'How light the screen is.', THEME_TITLES),
  choiceField('colorPreset', 'Colours of prices', 'Which colour rises and which falls.', COLOR_PRESET_TITLES),
  choiceField('candleBodies', 'Candles', 'Hollow ones tell their direction by shape.', {
    filled: 'Filled',
    hollow: 'Hollow when rising',
  }),
  {
    id: 'timeZone',
    group: 'Appearance',
    kind: 'zone',
    label: 'Time zone',
    hint: 'Any zone of the IANA list, e.g. UTC, Europe/Berlin, America/New_York. Records stay in UTC.',
    words: 'clock time zone utc',
    read: (settings) => settings.timeZone,
    parse: (text) => {
      const zone = text.trim();
      if (!isTimeZone(zone))
        return refuse(`“${zone}” is no time zone this machine knows, e.g. Europe/Berlin.`);
      return ok({ timeZone: zone });
    },
  },
  {
    id: 'keys',
    group: 'Appearance',
    kind: 'action',
    label: 'Keys',
    hint: 'Every action can have keys of your own.',
    words: 'keyboard shortcuts hotkeys',
    action: 'keys.show',
    button: 'Change keys…',
  },
  {
    id: 'layout',
    group: 'Appearance',
    kind: 'action',
    label: 'Arrangement',
    hint: 'Panels can be dragged by their tabs; this puts them back.',
    words: 'layout panels dock reset',
    action: 'panels.reset',
    button: 'Arrange as at first',
  },
];

/** Fields that hold every word of the query, in their order. */
export function findFields(query: string): readonly SettingField[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return SETTING_FIELDS.filter((field) => {
    const options = field.kind === 'choice' ? field.options.map(({ label }) => label).join(' ') : '';
    const text = `${field.group} ${field.label} ${field.hint} ${field.words ?? ''} ${options}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
