/** `npm run check:layers`: fails when a file imports what its layer may not know (see lib/layerRules.mjs). */
import { checkTree } from './lib/layerCheck.mjs';
import { projectRoot } from './lib/project.mjs';

const { files, imports, violations } = checkTree(projectRoot);
for (const { file, line, rule, detail, reason } of violations) {
  console.error(`${file}:${line} ${detail}\n    ${rule}: ${reason}`);
}
if (violations.length > 0) {
  console.error(`${violations.length} layer violation${violations.length === 1 ? '' : 's'}`);
  process.exitCode = 1;
} else {
  console.log(`Layers hold: ${imports} imports in ${files} files`);
}
