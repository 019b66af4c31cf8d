import { ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import {
  LineCounter,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';
import type { Document } from 'yaml';

/** Keys and indices from the top of a document down. */
export type YamlPath = readonly (string | number)[];

/** A YAML text as plain data, and the line on which each part of it stands. */
export type YamlText = {
  readonly value: unknown;
  /** The line of a key, or of the deepest part of its path that is there. */
  readonly lineOf: (path: YamlPath) => number;
};

const nameOf = (key: unknown): string => {
  if (!isScalar(key)) return '';
  const { value } = key;
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? String(value)
    : '';
};

const offsetAt = (document: Document, path: YamlPath): number => {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => nameOf(key) === String(part));
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (!isNode(node)) break;
      offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
};

const yamlProblem = (line: number, message: string): Problem => ({
  code: 'ETUDE_DEFINITIONS_YAML',
  message: `Line ${line}: ${message}`,
  details: { line },
});

/** Keys that name nothing (no text, a trap of JavaScript) or stand twice. */
const keyProblems = (document: Document, lines: LineCounter): Problem[] => {
  const problems: Problem[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
        const { line } = lines.linePos(at);
        const name = nameOf(key);
        if (name === '' || name === '__proto__') {
          problems.push(
            yamlProblem(
              line,
              'this key is not a name. Write a text before the colon.',
            ),
          );
        } else if (seen.has(name)) {
          problems.push(
            yamlProblem(
              line,
              `'${name}' stands here a second time, so one of them would be lost. Rename or remove one.`,
            ),
          );
        }
        seen.add(name);
      }
    },
  });
  return problems;
};

/** The data of a document; aliases that multiply without end are refused. */
const plainValue = (document: Document): Result<unknown> => {
  try {
    return ok<unknown>(document.toJS());
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = `this is not YAML that can be read: ${error.message}. Write out what the aliases (*name) stand for.`;
    return refused(yamlProblem(1, message));
  }
};

/** Reads one YAML document, or tells every place where it is none. */
export const readYaml = (text: string): Result<YamlText> => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
  });
  const [first, ...rest] = [...document.errors, ...document.warnings].map(
    error =>
      yamlProblem(
        lines.linePos(error.pos[0]).line,
        `this is not YAML that can be read: ${(error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:$/, '')}. Mend the line; texts with special characters need quotes.`,
      ),
  );
  if (first !== undefined) return { ok: false, problems: [first, ...rest] };
  const keys = keyProblems(document, lines);
  if (keys.length > 0) return { ok: false, problems: keys };
  const value = plainValue(document);
  if (!value.ok) return value;
  return ok({
    value: value.value,
    lineOf: path => lines.linePos(offsetAt(document, path)).line,
  });
};
