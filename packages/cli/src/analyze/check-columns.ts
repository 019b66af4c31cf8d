import type { Problem } from '@etude/kernel';
import type { AnalyzeRequest } from './analyze-request';
import { dataProblem, nameList } from './input-table';
import type { InputTable } from './input-table';

/** A column with the option that asks for it. */
type AskedColumn = { readonly option: string; readonly column: string };

const askedColumns = (request: AnalyzeRequest): readonly AskedColumn[] => [
  { option: '--unit', column: request.unitColumn },
  { option: '--variant', column: request.variantColumn },
  ...request.metrics.map(({ metricId, role }) => ({
    option: `--${role}`,
    column: metricId,
  })),
];

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

const usedTwice = (request: AnalyzeRequest): readonly Problem[] => {
  const { unitColumn, variantColumn, metrics } = request;
  const same = (option: string, column: string, other: string) =>
    dataProblem(
      'COLUMN_USED_TWICE',
      option,
      `Column '${column}' is already the ${other}. Name another column.`,
    );
  return [
    ...(unitColumn === variantColumn
      ? [same('--variant', variantColumn, 'unit')]
      : []),
    ...metrics.flatMap(({ role, metricId }) => {
      if (metricId === unitColumn) return [same(`--${role}`, metricId, 'unit')];
      return metricId === variantColumn
        ? [same(`--${role}`, metricId, 'variant')]
        : [];
    }),
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
