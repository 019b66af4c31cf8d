import type { Problem } from '@etude/kernel';
import type { AnalyzeRequest } from './analyze-request';
import { dataProblem, nameList } from './input-table';
import type { InputTable } from './input-table';
import { metricColumns } from './requested-metric';

/** A column with the option that asks for it. */
type AskedColumn = { readonly option: string; readonly column: string };

/** Columns that a request names, one entry per purpose, in its order. */
const askedColumns = (request: AnalyzeRequest): readonly AskedColumn[] => {
  const { clusterColumn, looks } = request;
  return [
    { option: '--unit', column: request.unitColumn },
    { option: '--variant', column: request.variantColumn },
    ...request.metrics.flatMap(metric =>
      metricColumns(metric).map(column => ({
        option: `--${metric.role}`,
        column,
      })),
    ),
    ...request.covariates.flatMap(({ columns }) =>
      columns.map(column => ({ option: '--covariate', column })),
    ),
    ...(clusterColumn === null
      ? []
      : [{ option: '--cluster', column: clusterColumn }]),
    ...request.dimensions.map(column => ({ option: '--dimension', column })),
    ...(looks === null ? [] : [{ option: '--looks', column: looks.column }]),
  ];
};

const missingColumn = (
  { option, column }: AskedColumn,
  names: readonly string[],
): Problem => {
  const sameLetters = names.find(
    name => name.toLowerCase() === column.toLowerCase(),
  );
  const beforeColon = column.split(':')[0] ?? '';
  const modifiers =
    column.includes(':') && names.includes(beforeColon)
      ? ` After '${beforeColon}:' only increase, decrease and ${option === '--guardrail' ? 'nim=R' : 'mde=R'} are known.`
      : '';
  const hint =
    sameLetters === undefined ? modifiers : ` Did you mean '${sameLetters}'?`;
  return dataProblem(
    'COLUMN_MISSING',
    option,
    `There is no column '${column}'. The file has ${nameList(names)}.${hint}`,
  );
};

const sameColumn = (
  { option, column }: AskedColumn,
  other: string,
  fix = 'Name another column.',
): Problem =>
  dataProblem(
    'COLUMN_USED_TWICE',
    option,
    `Column '${column}' is already the ${other}. ${fix}`,
  );

const identityProblems = (
  request: AnalyzeRequest,
  asked: readonly AskedColumn[],
): readonly Problem[] => {
  const { unitColumn, variantColumn, clusterColumn } = request;
  const [, variant, ...others] = asked;
  return [
    ...(variant !== undefined && unitColumn === variantColumn
      ? [sameColumn(variant, 'unit')]
      : []),
    ...others.flatMap(use => {
      if (use.column === unitColumn) return [sameColumn(use, 'unit')];
      if (use.column === variantColumn) return [sameColumn(use, 'variant')];
      return use.column === clusterColumn && use.option !== '--cluster'
        ? [sameColumn(use, 'cluster')]
        : [];
    }),
  ];
};

// What happens after exposure differs between variants by the effect itself.
const outcomeProblems = (
  request: AnalyzeRequest,
  asked: readonly AskedColumn[],
): readonly Problem[] => {
  const outcomes = new Set(request.metrics.flatMap(metricColumns));
  const why = 'which the variants change: name a column from before exposure.';
  return asked.flatMap(use => {
    if (!outcomes.has(use.column)) return [];
    if (use.option === '--covariate' || use.option === '--dimension') {
      return [sameColumn(use, 'value of a metric', `It is an outcome, ${why}`)];
    }
    return use.option === '--looks'
      ? [sameColumn(use, 'value of a metric')]
      : [];
  });
};

const repeatedNames = (
  names: readonly string[],
  option: string,
): readonly Problem[] =>
  [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map(
    name =>
      dataProblem(
        'COLUMN_USED_TWICE',
        option,
        `'${name}' is asked for twice. Ask for it once.`,
      ),
  );

const usedTwice = (request: AnalyzeRequest): readonly Problem[] => {
  const asked = askedColumns(request);
  const covariates = request.covariates.flatMap(({ metricId, columns }) =>
    columns.map(column => `${metricId}=${column}`),
  );
  return [
    ...identityProblems(request, asked),
    ...outcomeProblems(request, asked),
    ...repeatedNames(request.dimensions, '--dimension'),
    ...repeatedNames(covariates, '--covariate'),
  ];
};

/** Problems of the columns that the request names. */
export const checkColumns = (
  table: InputTable,
  request: AnalyzeRequest,
): readonly Problem[] => {
  const names = table.columns.map(({ name }) => name);
  return [
    ...askedColumns(request)
      .filter(({ column }) => !names.includes(column))
      .map(asked => missingColumn(asked, names)),
    ...usedTwice(request),
  ];
};
