import type { IncrementStep, Query } from '@etude/sql';
import { column, compare, isNull, item, select, table } from '@etude/sql';
import {
  FOLDED,
  NUMBERED,
  PREFIX,
  RECENT,
  dailyAssignments,
  foldedUnits,
  recentUnits,
  unitsOfPrefix,
  unitsWithoutPrefix,
  withoutNumbers,
} from './assignment-queries';
import type { FlagUnits } from './assignment-queries';
import {
  UNNUMBERED,
  changedNumbers,
  exposedUnits,
  numberedPrefix,
  numberedUnits,
  numbersBeside,
} from './exposed-units';
import {
  EXPOSURES,
  rowsOf,
  saveStep,
  tableStep,
  viewStep,
} from './increment-context';
import type { IncrementContext, TableIncrement } from './increment-context';
import type { KeptPart } from './kept-content';
import { isMerging, keptDays, validParts } from './kept-days';
import type { KeptDays } from './kept-days';
import {
  allRows,
  columnItems,
  keptRows,
  splitRows,
  trimmedParts,
} from './kept-files';
import type { PartRows } from './kept-files';

const ASSIGNMENTS = 'assignments';
const NAME = 'exposures';
const READ = 'increment_assignments_read';
const READ_DAYS = 'increment_assignments_read_days';
const NUMBERS = 'increment_numbers_kept';
const OLD_PREFIX = 'increment_numbers_prefix';
const NEW_PREFIX = 'increment_exposures_prefix_new';
const SETTLED = 'increment_exposures_settled';
const COLUMNS = ['day', ...FOLDED];

/** Exposures brought up to date, and where the numbers of units are kept. */
export type ExposuresIncrement = TableIncrement & { readonly numbers: string };

type Exposures = {
  readonly context: IncrementContext;
  readonly units: FlagUnits;
  readonly days: KeptDays;
};

const all = (name: string): PartRows => ({ name, days: null });
const freshDays = ({ days }: Exposures) => days.fresh.map(({ day }) => day);

const partFile = ({ context }: Exposures) => `${NAME}-${context.generation}`;

/** What {@link readDays} keeps. */
const freshParts = (exposures: Exposures): KeptPart[] => {
  const days = freshDays(exposures);
  const { generation } = exposures.context;
  return days.length === 0
    ? []
    : [{ file: partFile(exposures), generation, days }];
};

/** Assignments of days that are new, changed or not over. */
const readDays = (exposures: Exposures): IncrementStep[] => {
  const fresh = freshDays(exposures);
  const { plan } = exposures.context;
  return [
    {
      kind: 'days',
      name: READ_DAYS,
      table: ASSIGNMENTS,
      days: [...fresh, ...exposures.days.open],
      notBefore: null,
    },
    tableStep(READ, dailyAssignments(exposures.units, plan.slice, READ_DAYS)),
    ...(fresh.length === 0
      ? []
      : [
          saveStep(
            partFile(exposures),
            rowsOf({ name: READ, days: fresh }, columnItems(COLUMNS)),
          ),
        ]),
  ];
};

/**
 * The numbers that units have so far. While the prefix counts, its own come
 * with it; else they are all read here.
 */
const keptNumbers = ({
  context: { kept },
  days,
}: Exposures): { steps: IncrementStep[]; queries: Query[] } => {
  if (kept === null) return { steps: [], queries: [] };
  const items = columnItems(['unit', ...NUMBERED]);
  const changed: IncrementStep = {
    kind: 'file',
    name: NUMBERS,
    file: kept.numbers,
  };
  const own = rowsOf(all(NUMBERS), items);
  const old = kept.exposures.prefix;
  if (days.prefix !== null || old === null) {
    return { steps: [changed], queries: [own] };
  }
  const others = select({
    items: ['unit', ...NUMBERED].map(name =>
      item(name, column(OLD_PREFIX, name)),
    ),
    from: table(OLD_PREFIX),
    joins: [
      {
        type: 'left',
        relation: table(NUMBERS),
        on: compare(column(OLD_PREFIX, 'unit'), '=', column(NUMBERS, 'unit')),
      },
    ],
    where: isNull(column(NUMBERS, 'unit')),
  });
  return {
    steps: [changed, { kind: 'file', name: OLD_PREFIX, file: old.file }],
    queries: [own, others],
  };
};

/**
 * Settled days where there is no prefix: they are folded once, for who is
 * exposed and for the prefix that is to be.
 */
const foldSettled = (settled: readonly PartRows[]): IncrementStep[] => [
  tableStep(SETTLED, foldedUnits(allRows(settled, FOLDED))),
  viewStep(PREFIX, withoutNumbers(SETTLED)),
];

/** What is kept of who is exposed: a prefix, or what differs from it. */
const keepNumbers = (
  exposures: Exposures,
  folded: Query,
): { steps: IncrementStep[]; prefix: KeptPart | null; numbers: string } => {
  const { days, context } = exposures;
  const { generation } = context;
  const numbers = `numbers-${generation}`;
  if (!isMerging(days)) {
    return {
      steps: [saveStep(numbers, changedNumbers())],
      prefix: days.prefix,
      numbers,
    };
  }
  const file = `${partFile(exposures)}-prefix`;
  const columns = [...FOLDED, ...NUMBERED];
  return {
    steps: [
      tableStep(NEW_PREFIX, numberedPrefix(folded)),
      saveStep(file, rowsOf(all(NEW_PREFIX), columnItems(columns))),
      saveStep(numbers, numbersBeside(NEW_PREFIX)),
    ],
    prefix: { file, generation, days: days.prefixDays },
    numbers,
  };
};

/**
 * Reads the assignments of days that are new or changed, and says who is
 * exposed now and under which number each unit is kept.
 */
export const exposuresIncrement = (
  context: IncrementContext,
  units: FlagUnits,
): ExposuresIncrement => {
  const { plan, inspection, generation } = context;
  const kept = context.kept?.exposures ?? null;
  const days = keptDays(kept, inspection.days[ASSIGNMENTS] ?? [], units);
  const exposures: Exposures = { context, units, days };
  const fresh = freshDays(exposures);
  const parts = validParts(kept, days);
  const known = keptRows(NAME, parts, days);
  const trimmed = trimmedParts(kept, parts, {
    name: NAME,
    columns: COLUMNS,
    generation,
  });
  const read: PartRows = { name: READ, days: [...fresh, ...days.open] };
  const rows = [...known.rows, read];
  const recent = rows.filter(one => one.days !== null);
  const prefixRows = rows.filter(one => one.days === null);
  const numbers = keptNumbers(exposures);
  const { settled, others } = splitRows(rows, days);
  const isFolding =
    isMerging(days) && prefixRows.length === 0 && settled.length > 0;
  const keeping = keepNumbers(
    exposures,
    isFolding
      ? rowsOf(all(SETTLED), columnItems(FOLDED))
      : foldedUnits(allRows(settled, FOLDED)),
  );
  const daily = allRows(
    (isFolding ? others : recent).filter(one => one.days?.length !== 0),
    FOLDED,
  );
  const hasPrefix = isFolding || prefixRows.length > 0;
  return {
    steps: [
      ...known.steps,
      ...trimmed.steps,
      ...readDays(exposures),
      ...numbers.steps,
      tableStep(
        RECENT,
        recentUnits(
          daily.length === 0 ? [rowsOf(all(READ), columnItems(FOLDED))] : daily,
          numbers.queries,
        ),
      ),
      ...(isFolding ? foldSettled(settled) : []),
      ...prefixRows.map(one =>
        viewStep(PREFIX, rowsOf(one, columnItems([...FOLDED, ...NUMBERED]))),
      ),
      tableStep(
        UNNUMBERED,
        exposedUnits(
          plan,
          units,
          hasPrefix ? unitsOfPrefix() : unitsWithoutPrefix(),
        ),
      ),
      viewStep(EXPOSURES, numberedUnits(generation)),
      ...keeping.steps,
    ],
    next: {
      days: [...days.valid, ...days.fresh],
      parts: [...trimmed.parts, ...freshParts(exposures)],
      prefix: keeping.prefix,
    },
    numbers: keeping.numbers,
    days: {
      table: ASSIGNMENTS,
      reused: days.valid.length,
      read: fresh.length + days.open.length,
    },
  };
};
