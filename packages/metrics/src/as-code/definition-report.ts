import type { Problem } from '@etude/kernel';
import type { z } from 'zod';
import { nearestWord } from './nearest-word';
import type { YamlPath, YamlText } from './read-yaml';

/** Problems of a file in the making, each with the line it is about. */
export type DefinitionReport = {
  readonly problems: readonly Problem[];
  /** `message` is what · why · how to fix; the line comes before it. */
  readonly add: (path: YamlPath, code: string, message: string) => void;
};

/** An empty report on a text. */
export const definitionReport = (yaml: YamlText): DefinitionReport => {
  const problems: Problem[] = [];
  return {
    problems,
    add: (path, code, message) => {
      const line = yaml.lineOf(path);
      problems.push({
        code,
        path: path.join('.'),
        message: `Line ${line}: ${message}`,
        details: { line },
      });
    },
  };
};

const quoted = (words: readonly unknown[]): string =>
  words.map(word => `'${String(word)}'`).join(', ');

/** A word that is not known, and which one may be meant. */
export const unknownWord = (word: string, known: readonly string[]): string => {
  const nearest = nearestWord(word, known);
  return nearest === undefined
    ? `'${word}' is not known, and nothing else is. Remove it.`
    : `'${word}' is not known here. Did you mean '${nearest}'? Known: ${quoted(known)}.`;
};

type Definition = {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly valueType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
};

const definitionOf = (schema: z.core.$ZodType): Definition => {
  const definition: Definition = schema._zod.def;
  const inner = definition.innerType ?? definition.out;
  return inner === undefined ? definition : definitionOf(inner);
};

/** The words that an object of a schema knows at a path. */
const wordsAt = (
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
): string[] => {
  const { shape, valueType, element } = definitionOf(schema);
  const [part, ...rest] = path;
  if (part === undefined) return Object.keys(shape ?? {});
  const next = shape?.[String(part)] ?? valueType ?? element;
  return next === undefined ? [] : wordsAt(next, rest);
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (found, part) =>
      typeof found === 'object' && found !== null
        ? Reflect.get(found, part)
        : found,
    value,
  );

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text (in quotes if it looks like a number)',
  number: 'a number',
  boolean: 'true or false',
  object: "a map of words and values, such as 'word: value'",
  record: "a map of names and what they are, such as 'name: …'",
  array: 'a list, such as [a, b]',
};

const typeMessage = (
  issue: Extract<z.core.$ZodIssue, { code: 'invalid_type' }>,
  value: unknown,
  subject: string,
): string =>
  value === undefined
    ? `${subject} is missing. Write ${KINDS[issue.expected] ?? issue.expected}.`
    : `${subject} is ${JSON.stringify(value)}, but has to be ${KINDS[issue.expected] ?? issue.expected}. Write it so.`;

const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const issueMessage = (issue: z.core.$ZodIssue, value: unknown): string => {
  const at = issue.path.at(-1);
  const subject =
    typeof at === 'number' ? `Entry ${at + 1}` : `'${String(at)}'`;
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(issue, value, subject);
    case 'invalid_value':
      return value === undefined
        ? `${subject} is missing. Write one of ${quoted(issue.values)}.`
        : `${subject}: ${unknownWord(wordOf(value), issue.values.map(String))}`;
    case 'invalid_union':
      return value === undefined
        ? `${subject} is missing. Write a value.`
        : `${subject} is ${JSON.stringify(value)}, but has to be a text, a number, or true or false. Write it so.`;
    case 'too_small':
      return `${subject} is empty. Write a text, or leave the word out.`;
    case 'custom':
    case 'invalid_format':
      return issue.message;
    default:
      return `${subject}: ${issue.message}. Write another value.`;
  }
};

/**
 * Reads a part of the file with its schema; undefined when it does not fit,
 * with everything that does not in the report.
 */
export const readPart = <T extends z.ZodType>(
  schema: T,
  value: unknown,
  {
    path,
    report,
  }: { readonly path: YamlPath; readonly report: DefinitionReport },
): z.infer<T> | undefined => {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    const at = [
      ...path,
      ...issue.path.map(part => (typeof part === 'symbol' ? '' : part)),
    ];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const known = wordsAt(schema, issue.path);
        report.add(
          [...at, key],
          'ETUDE_DEFINITIONS_UNKNOWN_WORD',
          unknownWord(key, known),
        );
      }
    } else {
      const subject =
        issue.path.length === 0 ? { ...issue, path: path.slice(-1) } : issue;
      const found = valueAt(value, issue.path);
      report.add(at, 'ETUDE_DEFINITIONS_VALUE', issueMessage(subject, found));
    }
  }
  return undefined;
};
