import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import type { z } from 'zod';
import type { DefinitionReport } from './definition-report';
import { definitionReport, readPart, unknownWord } from './definition-report';
import type { Definitions } from './definitions';
import { readExperiment } from './read-experiment';
import type { Defaults } from './read-fact-table';
import { readFactTable } from './read-fact-table';
import { readMetric } from './read-metric';
import { readRelation } from './read-relation';
import type { PartContext } from './read-source';
import { readYaml } from './read-yaml';
import { reportReferences } from './reference-problems';
import {
  writtenDefinitionsSchema,
  writtenExperimentSchema,
  writtenFactTableSchema,
  writtenMetricSchema,
  writtenRelationSchema,
} from './written-definitions';

const { shape } = writtenDefinitionsSchema;

const SECTIONS = ['factTables', 'relations', 'metrics', 'experiments'] as const;
type Section = (typeof SECTIONS)[number];
type Written = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entriesOf = (file: Written, section: Section): [string, unknown][] => {
  const parts = file[section];
  return isMap(parts) ? Object.entries(parts) : [];
};

type Parts<S extends z.ZodType, T> = {
  readonly section: Section;
  readonly schema: S;
  readonly read: (
    id: string,
    written: z.infer<S>,
    context: PartContext,
  ) => T | undefined;
};

/** The parts of a section that can be read, each on its own. */
const readParts = <S extends z.ZodType, T>(
  file: Written,
  { section, schema, read }: Parts<S, T>,
  report: DefinitionReport,
): T[] =>
  entriesOf(file, section).flatMap(([id, value]) => {
    const context = { path: [section, id], report };
    const written = readPart(schema, value, context);
    if (written === undefined) return [];
    const part = read(id, written, context);
    return part === undefined ? [] : [part];
  });

const reportTop = (file: Written, report: DefinitionReport): void => {
  const words = Object.keys(shape);
  for (const word of Object.keys(file)) {
    if (words.includes(word)) continue;
    report.add(
      [word],
      'ETUDE_DEFINITIONS_UNKNOWN_WORD',
      unknownWord(word, words),
    );
  }
  for (const section of SECTIONS) {
    if (file[section] === undefined || isMap(file[section])) continue;
    report.add(
      [section],
      'ETUDE_DEFINITIONS_VALUE',
      `'${section}' has to be a map of names and what they are. Write 'name:' on a line of its own, and what it is below, indented.`,
    );
  }
};

const readFile = (file: Written, report: DefinitionReport): Definitions => {
  const at = (word: string) => ({ path: [word], report });
  const owner = readPart(shape.owner, file['owner'], at('owner'));
  const columns = readPart(shape.columns, file['columns'], at('columns'));
  const entities =
    readPart(shape.entities, file['entities'], at('entities')) ?? {};
  const [entity, ...others] = Object.keys(entities);
  const defaults: Defaults = {
    owner,
    entity: others.length === 0 ? entity : undefined,
  };
  const withDefaults = (context: PartContext) => ({ ...context, defaults });
  return {
    entities: Object.entries(entities).map(([id, one]) => ({
      id,
      description: one?.description ?? '',
    })),
    columns: Object.entries(columns ?? {}).map(([table, types]) => ({
      table,
      types,
    })),
    factTables: readParts(
      file,
      {
        section: 'factTables',
        schema: writtenFactTableSchema,
        read: (id, one, context) =>
          readFactTable(id, one, withDefaults(context)),
      },
      report,
    ),
    relations: readParts(
      file,
      {
        section: 'relations',
        schema: writtenRelationSchema,
        read: (id, one, context) =>
          readRelation(id, one, withDefaults(context)),
      },
      report,
    ),
    metrics: readParts(
      file,
      {
        section: 'metrics',
        schema: writtenMetricSchema,
        read: (id, one, context) => readMetric(id, one, withDefaults(context)),
      },
      report,
    ),
    experiments: readParts(
      file,
      {
        section: 'experiments',
        schema: writtenExperimentSchema,
        read: (id, one, context) =>
          readExperiment(id, one, withDefaults(context)),
      },
      report,
    ),
  };
};

/**
 * The definitions of a `definitions.yaml`, or everything that is wrong with
 * it, by line: what cannot be read, words that are not known (with the nearest
 * that is), names that nothing has, and whatever the planner refuses.
 */
export const parseDefinitions = (text: string): Result<Definitions> => {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const report = definitionReport(yaml.value);
  const file = yaml.value.value;
  if (!isMap(file)) {
    return refused({
      code: 'ETUDE_DEFINITIONS_VALUE',
      message: `Line 1: the file has no words. Write 'entities:', 'factTables:', 'metrics:' and 'experiments:', with what they are below.`,
      details: { line: 1 },
    });
  }
  reportTop(file, report);
  const definitions = readFile(file, report);
  const entities = file['entities'];
  reportReferences(
    definitions,
    {
      entities: isMap(entities) ? Object.keys(entities) : [],
      factTables: entriesOf(file, 'factTables').map(([id]) => id),
      metrics: entriesOf(file, 'metrics').map(([id]) => id),
    },
    report,
  );
  const [first, ...rest] = report.problems.toSorted(
    (a, b) => Number(a.details?.['line']) - Number(b.details?.['line']),
  );
  return first === undefined ? ok(definitions) : refused(first, ...rest);
};
