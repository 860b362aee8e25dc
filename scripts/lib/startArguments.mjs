/** The arguments of `npm start`, read strictly: an unknown one is refused rather than ignored. */
import { parseArgs } from 'node:util';

export const START_HELP = `Starts Breakwater: in its desktop window, or else in the browser.

Usage: npm start -- [options]

  --host electron|browser  where to show it (default: electron when it is on this machine; naming it fetches it)
  --no-open                browser host: only print the address
  --port PORT              browser host: port to listen on (default: a free one)
  --data-dir PATH          folder for settings and recorded sessions
  --venue-url ID=URL       another origin for a venue's REST and websockets; repeatable
  --help                   this text
`;

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
 * @param {{ port?: string | undefined, 'data-dir'?: string | undefined,
 *   'venue-url'?: string[] | undefined }} values
 * @returns {string[]}
 */
function hostArguments(values) {
  const single = /** @type {const} */ (['port', 'data-dir']);
  return [
    ...single.flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]])),
    ...(values['venue-url'] ?? []).flatMap((venueUrl) => ['--venue-url', venueUrl]),
  ];
}
