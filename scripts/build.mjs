/** `npm run build [-- PART…]`: builds the named parts of out/ (renderer, electron, e2e), or all, fresh or not. */
import { BUILD_PARTS, buildPart } from './lib/builds.mjs';
import { say, timed } from './lib/log.mjs';
import { projectRoot } from './lib/project.mjs';
import { installPackages } from './lib/setUp.mjs';

const wanted = process.argv.slice(2);
const known = BUILD_PARTS.map(({ name }) => name);
const unknown = wanted.find((name) => !known.includes(name));

if (unknown !== undefined) {
  say(`"${unknown}" is no part of the build. Parts: ${known.join(', ')}.`);
  process.exitCode = 2;
} else if (await installPackages()) {
  for (const part of BUILD_PARTS) {
    if (wanted.length > 0 && !wanted.includes(part.name)) continue;
    await timed(`Built out/${part.name}`, () => buildPart(projectRoot, part));
  }
} else {
  process.exitCode = 1;
}
