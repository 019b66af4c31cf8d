/** One expectation, with every difference from it; none when it holds. */
export type MetricCase = {
  readonly name: string;
  readonly differences: readonly string[];
};

/** What a computed or expected row is about. Without a day: all days. */
export type Cell = {
  readonly metricId?: string | undefined;
  readonly variant: string;
  readonly exposureDate?: string | null | undefined;
  readonly dimension?:
    { readonly name: string; readonly value: string | null } | undefined;
  readonly step?: number | undefined;
};

/** Equal for rows about the same. */
export const cellKey = (cell: Cell): string =>
  JSON.stringify([
    cell.metricId ?? null,
    cell.variant,
    cell.exposureDate === undefined ? 'all days' : cell.exposureDate,
    cell.dimension?.name ?? null,
    cell.dimension?.value ?? null,
    cell.step ?? null,
  ]);

const cellName = (what: string, cell: Cell): string =>
  [
    ...(cell.metricId === undefined ? [] : [cell.metricId]),
    what,
    ...(cell.step === undefined ? [] : [String(cell.step)]),
    `of '${cell.variant}'`,
    ...(typeof cell.exposureDate === 'string'
      ? [`on ${cell.exposureDate}`]
      : []),
    ...(cell.dimension === undefined
      ? []
      : [
          `where ${cell.dimension.name} is ${JSON.stringify(cell.dimension.value)}`,
        ]),
  ].join(' ');

// A list that says something of a metric by day says all of its days.
const subjectKey = ({ metricId, exposureDate, dimension }: Cell): string =>
  JSON.stringify([
    metricId ?? null,
    exposureDate === undefined,
    dimension?.name ?? null,
  ]);

/** Rows of one kind: what was computed against what is expected. */
export type RowList<C extends Cell, E extends Cell> = {
  readonly what: string;
  readonly computed: readonly C[];
  readonly expected: readonly E[];
  readonly compare: (computed: C, expected: E) => readonly string[];
};

/**
 * A case per expected row, and a failing one per row that was computed for the
 * same metric, days or dimension without being expected.
 */
export const listCases = <C extends Cell, E extends Cell>({
  what,
  computed,
  expected,
  compare,
}: RowList<C, E>): MetricCase[] => {
  const found = new Map(computed.map(row => [cellKey(row), row]));
  const wanted = new Set(expected.map(cellKey));
  const subjects = new Set(expected.map(subjectKey));
  return [
    ...expected.map(row => {
      const is = found.get(cellKey(row));
      return {
        name: cellName(what, row),
        differences:
          is === undefined ? ['nothing was computed'] : compare(is, row),
      };
    }),
    ...computed
      .filter(row => subjects.has(subjectKey(row)) && !wanted.has(cellKey(row)))
      .map(row => ({
        name: cellName(what, row),
        differences: ['it was computed, but is not expected'],
      })),
  ];
};
