/** The arguments of `npm start`, read strictly: an unknown one is refused rather than ignored. */
import { parseArgs } from 'node:util';

export const START_HELP = `Starts Breakwater: in its desktop window, or else in the browser.

Usage: npm start -- [options]

  --host electron|browser  where to show it (default: electron when it is on this machine; naming it fetches it)
  --no-open                browser host: only print the address
  --port PORT              browser host: port to listen on (default: a free one)
  --data-dir PATH          folder for settings and recorded sessions
  --feed simulated|live    the market to run (default: as chosen, at first the simulated one)
  --scenario NAME          simulated: the scenario to run, or the path of its file
  --seed NUMBER            simulated: another course of events
  --leader spot|perp       simulated: which of them moves first
  --chapter NAME           simulated: where in the script to begin
  --speed FACTOR           simulated: market seconds a second, 1 to 100
  --venue-url ID=URL       another origin for a venue's REST and websockets; repeatable; asks for the live feed
  --help                   this text
`;

/** Passed on as they are: the host says what is wrong with them. */
const FEED_OPTIONS = ['feed', 'scenario', 'seed', 'leader', 'chapter', 'speed'];

/**
 * @typedef {object} StartArguments
 * @property {'electron' | 'browser' | null} host null when either will do
 * @property {boolean} open
 * @property {boolean} help
 * @property {string[]} passedOn arguments for the host itself
 */

/**
 * @param {string[]} args
 * @returns {{ ok: true, value: StartArguments } | { ok: false, message: string }} message: one line
 */
export function parseStartArguments(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        host: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        ...Object.fromEntries(FEED_OPTIONS.map((name) => [name, { type: /** @type {const} */ ('string') }])),
        'venue-url': { type: 'string', multiple: true },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    // The parser's own advice, after its first sentence, is about a bare `--`.
    const firstSentence = /** @type {Error} */ (error).message.split('. ')[0];
    return { ok: false, message: `${firstSentence}.` };
  }

  const { host = null } = values;
  if (host !== null && host !== 'electron' && host !== 'browser') {
    return { ok: false, message: `"${host}" is no host: it is electron or browser.` };
  }
  return {
    ok: true,
    value: { host, open: !values['no-open'], help: values.help, passedOn: hostArguments(values) },
  };
}

/**
 * @param {Readonly<Record<string, unknown>>} values
 * @returns {string[]}
 */
function hostArguments(values) {
  const venueUrls = /** @type {string[]} */ (values['venue-url'] ?? []);
  return [
    ...['port', 'data-dir', ...FEED_OPTIONS].flatMap((name) => {
      const value = values[name];
      return typeof value === 'string' ? [`--${name}`, value] : [];
    }),
    ...venueUrls.flatMap((venueUrl) => ['--venue-url', venueUrl]),
  ];
}
