import type { Problem } from '@etude/kernel';
import type { PlannedVariant } from '@etude/lifecycle';
import type { AnalyzeRequest } from './analyze-request';
import {
  moreRows,
  dataProblem,
  isBlank,
  nameList,
  quoted,
  table,
} from './input-table';
import type { InputTable } from './input-table';

// More values than this are not variants of one experiment, but another column.
const MAX_VARIANTS = 50;

/** The variants of a table, the control first, or why there are none. */
export type TableVariants = {
  readonly control: string;
  readonly variants: readonly PlannedVariant[];
  readonly problems: readonly Problem[];
};

const blankVariants = async (
  input: InputTable,
  column: string,
): Promise<readonly Problem[]> => {
  const [row] = await input.query(
    `SELECT COUNT(*) AS "blank", MIN(rowid) AS "first" FROM ${table} WHERE ${isBlank(column)}`,
  );
  const blank = Number(row?.['blank']);
  if (blank === 0) return [];
  const first = await input.rowNumber(Number(row?.['first']));
  return [
    dataProblem(
      'VARIANT_EMPTY',
      `column '${column}'`,
      `The variant is empty in row ${first}.${moreRows(blank)} Leaving units out would skew the comparison: fill in the variant that the unit got, or remove the row if the unit was never in the experiment.`,
    ),
  ];
};

const foundVariants = async (
  input: InputTable,
  column: string,
): Promise<readonly string[]> => {
  const rows = await input.query(
    `SELECT DISTINCT CAST(${quoted(column)} AS VARCHAR) AS "variant" FROM ${table} WHERE NOT ${isBlank(column)} ORDER BY 1`,
  );
  return rows.map(row => String(row['variant']));
};

const weightProblems = (
  weights: ReadonlyMap<string, number>,
  found: readonly string[],
): readonly Problem[] => {
  const unknown = [...weights.keys()].filter(name => !found.includes(name));
  const without = found.filter(name => !weights.has(name));
  return [
    ...unknown.map(name =>
      dataProblem(
        'WEIGHT_UNKNOWN_VARIANT',
        '--weights',
        `No unit has variant '${name}'. The file has ${nameList(found)}.`,
      ),
    ),
    ...(without.length === 0
      ? []
      : [
          dataProblem(
            'WEIGHT_MISSING',
            '--weights',
            `There is no weight for ${nameList(without)}. Give every variant its planned weight, or leave out --weights for equal ones.`,
          ),
        ]),
  ];
};

const listProblems = (
  found: readonly string[],
  request: AnalyzeRequest,
  control: string,
): readonly Problem[] => {
  const column = request.variantColumn;
  if (found.length > MAX_VARIANTS) {
    return [
      dataProblem(
        'TOO_MANY_VARIANTS',
        '--variant',
        `Column '${column}' has ${found.length} different values (${nameList(found.slice(0, 3))}, …), which is more than the ${MAX_VARIANTS} variants an experiment may have. Name the column that holds the variant.`,
      ),
    ];
  }
  return [
    ...(found.length === 0 || found.includes(control)
      ? []
      : [
          dataProblem(
            'CONTROL_UNKNOWN',
            '--control',
            `No unit has variant '${request.control}' in column '${column}'. It holds ${nameList(found)}: choose one of them.`,
          ),
        ]),
    ...(found.length >= 2
      ? []
      : [
          dataProblem(
            'TOO_FEW_VARIANTS',
            `column '${column}'`,
            `All units have ${found.length === 0 ? 'no variant' : `variant ${nameList(found)}`}, so there is nothing to compare. Add the units of the other variant.`,
          ),
        ]),
  ];
};

/**
 * The variants of a table with their planned weights, and the problems of the
 * variant column, the control and the weights.
 */
export const checkVariants = async (
  input: InputTable,
  request: AnalyzeRequest,
): Promise<TableVariants> => {
  const column = request.variantColumn;
  const type = input.columns.find(({ name }) => name === column)?.type;
  // The engine writes truth values in lower case, whatever the file does.
  const written = (name: string) =>
    type === 'BOOLEAN' ? name.toLowerCase() : name;
  const control = written(request.control);
  const found = await foundVariants(input, column);
  const lists = listProblems(found, request, control);
  const weights =
    request.weights === null
      ? null
      : new Map(
          [...request.weights].map(([name, weight]) => [written(name), weight]),
        );
  const others = found.filter(name => name !== control);
  return {
    control,
    variants: [control, ...others].map(id => ({
      id,
      weight: weights?.get(id) ?? 1,
    })),
    problems: [
      ...(await blankVariants(input, column)),
      ...lists,
      ...(weights === null || found.length > MAX_VARIANTS
        ? []
        : weightProblems(weights, found)),
    ],
  };
};
