/**
 * One line for each thing a script does. Lines go to stderr: stdout belongs to the program that is run, whose
 * output may be piped.
 */

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Does something and says what it was and how long it took.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function timed(what, task) {
  const startedMs = performance.now();
  const result = await task();
  say(`${what} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  return result;
}
