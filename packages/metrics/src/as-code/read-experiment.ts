import type { ExperimentAssignment, ExperimentDefinition } from './definitions';
import { readConditions } from './read-conditions';
import type { Defaults } from './read-fact-table';
import { readEntity } from './read-metric';
import type { PartContext } from './read-source';
import { readSource } from './read-source';
import type { WrittenExperiment } from './written-definitions';

type WrittenAssignment = WrittenExperiment['assignment'];

const FLAG_WORDS = ['flag', 'rule'] as const;
const TABLE_WORDS = [
  'table',
  'csv',
  'query',
  'unit',
  'variant',
  'time',
  'covariates',
  'dimensions',
] as const;

const readFlag = (
  written: WrittenAssignment,
  { path, report }: PartContext,
): ExperimentAssignment | undefined => {
  const { flag, rule } = written;
  const others = TABLE_WORDS.filter(word => written[word] !== undefined);
  for (const word of others) {
    report.add(
      [...path, word],
      'ETUDE_DEFINITIONS_ASSIGNMENT',
      `'${word}' is a word of assignments from a table, but this one is of a flag. Remove '${word}', or flag and rule.`,
    );
  }
  if (flag !== undefined && rule !== undefined) {
    return { kind: 'flag', flagId: flag, ruleId: rule };
  }
  report.add(
    path,
    'ETUDE_DEFINITIONS_ASSIGNMENT',
    `Assignments of a flag need both: its id and that of the rule. Write 'flag: …' and 'rule: …'.`,
  );
  return undefined;
};

const readTable = (
  written: WrittenAssignment,
  context: PartContext,
): ExperimentAssignment | undefined => {
  const source = readSource(written, context);
  const { unit, variant, time, covariates = [], dimensions = [] } = written;
  if (unit === undefined || variant === undefined) {
    context.report.add(
      context.path,
      'ETUDE_DEFINITIONS_ASSIGNMENT',
      `Assignments from a table need the columns of unit and variant. Write 'unit: …' and 'variant: …', and 'time: …' where it is known.`,
    );
  }
  if (source === undefined || unit === undefined || variant === undefined) {
    return undefined;
  }
  return {
    kind: 'table',
    source,
    unitColumn: unit,
    variantColumn: variant,
    exposedAtColumn: time ?? null,
    covariates: covariates.map(({ metric, column, missing }) => ({
      metricId: metric,
      column,
      missing: missing ?? 'zero',
    })),
    dimensions,
  };
};

const reportTwice = (
  { metrics }: WrittenExperiment,
  { path, report }: PartContext,
): void => {
  metrics.forEach((id, index) => {
    if (metrics.indexOf(id) === index) return;
    report.add(
      [...path, 'metrics', index],
      'ETUDE_DEFINITIONS_METRIC_TWICE',
      `Metric '${id}' is listed twice. List each metric once.`,
    );
  });
};

const reportPeriod = (
  written: WrittenExperiment,
  { path, report }: PartContext,
): void => {
  const { assignment, control, variants } = written;
  if (!variants.includes(control)) {
    report.add(
      [...path, 'control'],
      'ETUDE_DEFINITIONS_CONTROL',
      `The control is '${control}', which is not one of the variants. Add it to variants, or name one of ${variants.map(one => `'${one}'`).join(', ')}.`,
    );
  }
  if (FLAG_WORDS.some(word => assignment[word] !== undefined)) return;
  for (const word of ['from', 'exposureUntil'] as const) {
    if (written[word] === undefined) continue;
    report.add(
      [...path, word],
      'ETUDE_DEFINITIONS_PERIOD',
      `'${word}' bounds the assignments of a flag, but a table of assignments is taken whole. Leave it out, and choose the rows with 'query: SELECT …' if need be.`,
    );
  }
};

/** The experiment that a person wrote under an id. */
export const readExperiment = (
  id: string,
  written: WrittenExperiment,
  context: PartContext & { readonly defaults: Defaults },
): ExperimentDefinition | undefined => {
  const { path, report, defaults } = context;
  const before = report.problems.length;
  const at = { path: [...path, 'assignment'], report };
  const isFlag = FLAG_WORDS.some(
    word => written.assignment[word] !== undefined,
  );
  const assignment = isFlag
    ? readFlag(written.assignment, at)
    : readTable(written.assignment, at);
  reportPeriod(written, context);
  reportTwice(written, context);
  const { exposureFilter, dimensions = {} } = written;
  const filters = readConditions(exposureFilter?.where, {
    path: [...path, 'exposureFilter', 'where'],
    report,
  });
  const entity = readEntity(written, defaults, context);
  if (assignment === undefined || report.problems.length > before) {
    return undefined;
  }
  return {
    id,
    entity,
    assignment,
    variants: written.variants,
    control: written.control,
    from: written.from ?? null,
    until: written.until,
    exposureUntil: written.exposureUntil ?? null,
    timeZone: written.timeZone ?? 'UTC',
    exposureFilter:
      exposureFilter === undefined
        ? null
        : { factTableId: exposureFilter.factTable, filters },
    dimensionSources: Object.entries(dimensions).map(
      ([name, { factTable, column, validFrom }]) => ({
        name,
        factTableId: factTable,
        column,
        ...(validFrom === undefined ? {} : { validFromColumn: validFrom }),
      }),
    ),
    metricIds: written.metrics,
  };
};
