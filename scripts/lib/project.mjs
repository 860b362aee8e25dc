/** Where things are in this repository. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The script behind a package's command, to be run by this Node: unlike the shims in node_modules/.bin it
 * is started the same way on every platform.
 * @param {string} packageName
 * @param {string} [command] the command's name where it is not the package's
 * @returns {string} absolute path
 */
export function packageCommand(packageName, command = packageName) {
  const folder = join(projectRoot, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}
