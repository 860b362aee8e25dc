/** What one source file imports, and whether it reads a clock or chance: facts taken from its syntax tree. */
import { parseSync, Visitor } from 'rolldown/utils';

/**
 * @typedef {object} SourceFacts
 * @property {{ specifier: string, line: number }[]} imports every `import`, `export … from`, `import()`,
 *   `import('x').Type` and `require()`, type-only ones included
 * @property {{ call: string, line: number }[]} unrepeatable calls that give another result on the next run
 */

const UNREPEATABLE_MEMBERS = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID']);

/**
 * @param {string} path decides whether the text is read as TypeScript, JSX or plain JavaScript
 * @param {string} text
 * @returns {SourceFacts}
 * @throws {Error} when the text does not parse
 */
export function readSourceFacts(path, text) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);

  /** @type {SourceFacts} */
  const facts = { imports: [], unrepeatable: [] };
  const lineOf = (/** @type {number} */ offset) => text.slice(0, offset).split('\n').length;

  /** @param {{ start: number, source?: unknown }} node */
  const addSource = (node) => addImport(node.start, node.source);
  const addImport = (/** @type {number} */ offset, /** @type {unknown} */ source) => {
    const specifier = literalText(source);
    if (specifier !== null) facts.imports.push({ specifier, line: lineOf(offset) });
  };
  const addUnrepeatable = (/** @type {number} */ offset, /** @type {string} */ call) => {
    facts.unrepeatable.push({ call, line: lineOf(offset) });
  };

  new Visitor({
    ImportDeclaration: addSource,
    ExportAllDeclaration: addSource,
    ExportNamedDeclaration: addSource,
    ImportExpression: addSource,
    TSImportType: addSource,
    TSExternalModuleReference: (node) => addImport(node.start, node.expression),
    CallExpression: (node) => {
      if (isIdentifier(node.callee, 'require')) addImport(node.start, node.arguments[0]);
      if (isIdentifier(node.callee, 'Date')) addUnrepeatable(node.start, 'Date()');
    },
    NewExpression: (node) => {
      const readsClock = isIdentifier(node.callee, 'Date') && node.arguments.length === 0;
      if (readsClock) addUnrepeatable(node.start, 'new Date()');
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
      const name = `${node.object.name}.${node.property.name}`;
      if (UNREPEATABLE_MEMBERS.has(name)) addUnrepeatable(node.start, name);
    },
  }).visit(program);
  return facts;
}

/**
 * The text of a string literal or of a template without holes; null for anything computed.
 * @param {any} node
 * @returns {string | null}
 */
function literalText(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return null;
}

/**
 * @param {{ type: string, name?: unknown }} node
 * @param {string} name
 */
function isIdentifier(node, name) {
  return node.type === 'Identifier' && node.name === name;
}
