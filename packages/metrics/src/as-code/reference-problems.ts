import { metricProblems } from '../metric-problems';
import type { Metric } from '../metric';
import { planComputation } from '../plan-computation';
import { relateFactTables } from '../relate-fact-tables';
import type { DefinitionReport } from './definition-report';
import { unknownWord } from './definition-report';
import type { Definitions } from './definitions';
import { experimentRequest } from './experiment-request';
import type { YamlPath } from './read-yaml';

/** Ids that the file declares, those whose parts could not be read too. */
export type DeclaredIds = {
  readonly entities: readonly string[];
  readonly factTables: readonly string[];
  readonly metrics: readonly string[];
};

type Names = {
  readonly word: string;
  readonly names: readonly string[];
  readonly known: readonly string[];
};

const reportNames = (
  path: YamlPath,
  { word, names, known }: Names,
  report: DefinitionReport,
): void => {
  for (const name of names) {
    if (known.includes(name)) continue;
    report.add(
      path,
      'ETUDE_DEFINITIONS_REFERENCE',
      `${word} ${unknownWord(name, known)}`,
    );
  }
};

// A planner's field by the word that a person writes for it.
const WORDS: Readonly<Record<string, string>> = {
  factTableId: 'factTable',
  filters: 'where',
  dimensionSources: 'dimensions',
};

/** `steps[0].filters[1]` as the keys of the file. */
const writtenPath = (path: string): (string | number)[] =>
  path
    .split(/[.[\]]+/)
    .filter(part => part !== '')
    .map(part => (/^\d+$/.test(part) ? Number(part) : (WORDS[part] ?? part)));

const tablesOf = (metric: Metric): string[] => [
  metric.factTableId,
  ...(metric.steps ?? []).flatMap(({ factTableId }) => factTableId ?? []),
];

const reportMetric = (
  metric: Metric,
  definitions: Definitions,
  report: DefinitionReport,
): readonly string[] => {
  const related = relateFactTables({
    ...definitions,
    metrics: [metric],
    entity: metric.entity,
  });
  const problems = metricProblems(metric, 'metric', {
    entity: metric.entity,
    factTables: related.factTables,
    hasExposureTime: true,
    isBaseline: false,
    engine: null,
  });
  for (const { code, path = '', message } of problems) {
    const [, ...rest] = writtenPath(path);
    report.add(['metrics', metric.id, ...rest], code, message);
  }
  return problems.map(({ message }) => message);
};

const reportExperiments = (
  definitions: Definitions,
  {
    known,
    declared,
  }: { readonly known: ReadonlySet<string>; readonly declared: DeclaredIds },
  report: DefinitionReport,
): void => {
  const read = new Set(definitions.metrics.map(({ id }) => id));
  for (const experiment of definitions.experiments) {
    const path = ['experiments', experiment.id];
    const { entity, metricIds: names } = experiment;
    reportNames(
      [...path, 'entity'],
      { word: 'Entity', names: [entity], known: declared.entities },
      report,
    );
    reportNames(
      [...path, 'metrics'],
      { word: 'Metric', names, known: declared.metrics },
      report,
    );
    // What could not be read is reported already; planning without it would
    // only repeat that.
    const isWhole =
      names.every(id => read.has(id)) &&
      declared.factTables.length === definitions.factTables.length;
    const plan = isWhole
      ? planComputation(experimentRequest(definitions, experiment))
      : null;
    if (plan === null || plan.ok) continue;
    for (const { code, path: at = '', message } of plan.problems) {
      if (known.has(message)) continue;
      const [word = '', ...rest] = writtenPath(at);
      const place = word === 'metrics' ? [word] : [word, ...rest];
      report.add([...path, ...place], code, message);
    }
  }
};

/**
 * Reports what definitions, each well written, say wrongly of one another:
 * names that are not declared, and whatever the planner refuses.
 */
export const reportReferences = (
  definitions: Definitions,
  declared: DeclaredIds,
  report: DefinitionReport,
): void => {
  for (const { id, entityColumns } of definitions.factTables) {
    reportNames(
      ['factTables', id, 'entities'],
      {
        word: 'Entity',
        names: Object.keys(entityColumns),
        known: declared.entities,
      },
      report,
    );
  }
  for (const { id, factTableId, from, to } of definitions.relations) {
    const path = ['relations', id];
    reportNames(
      [...path, 'factTable'],
      {
        word: 'Fact table',
        names: [factTableId],
        known: declared.factTables,
      },
      report,
    );
    for (const [word, name] of Object.entries({ from, to })) {
      reportNames(
        [...path, word],
        { word: 'Entity', names: [name], known: declared.entities },
        report,
      );
    }
  }
  const readTables = definitions.factTables.map(({ id }) => id);
  const known = new Set<string>();
  for (const metric of definitions.metrics) {
    const path = ['metrics', metric.id];
    const tables = tablesOf(metric);
    reportNames(
      [...path, 'entity'],
      { word: 'Entity', names: [metric.entity], known: declared.entities },
      report,
    );
    reportNames(
      [...path, 'factTable'],
      { word: 'Fact table', names: tables, known: declared.factTables },
      report,
    );
    if (!tables.every(id => readTables.includes(id))) continue;
    reportMetric(metric, definitions, report).forEach(one => known.add(one));
  }
  reportExperiments(definitions, { known, declared }, report);
};
