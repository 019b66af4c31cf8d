import type { IncrementStep, Query } from '@etude/sql';
import type { FactScanPlan } from '../computation-plan';
import { factsFrom } from '../fact-time';
import { rowsOf, saveStep, sqlOf, tableStep } from './increment-context';
import type { IncrementContext, TableIncrement } from './increment-context';
import type { KeptPart, KeptTable } from './kept-content';
import { isMerging, keptDays, validParts } from './kept-days';
import type { KeptDays } from './kept-days';
import {
  columnItems,
  keptRows,
  allRows,
  splitRows,
  trimmedParts,
} from './kept-files';
import type { PartRows } from './kept-files';
import {
  dayColumns,
  emptyUnitValues,
  firstDayOfNewUnits,
  mergedQuery,
  partsQuery,
  unitColumns,
  unitValuesQuery,
} from './scan-queries';
import type { ScanIncrement } from './scan-queries';

/** A scan, brought up to date, and what takes the place of `unit_values`. */
export type ScanOutcome = TableIncrement & { readonly unitValues: Query };

const tableOf = ({ source }: FactScanPlan): string =>
  source.kind === 'table' ? source.table : '';

/** Everything that decides how a scan is brought up to date. */
type Scan = ScanIncrement & {
  /** In names of files and of what the session holds. */
  readonly name: string;
  readonly kept: KeptTable | null;
  readonly days: KeptDays;
};

const freshDays = ({ days }: Scan): string[] =>
  days.fresh.map(({ day }) => day);
const validDays = ({ days }: Scan): string[] =>
  days.valid.map(({ day }) => day);

/** Rows that this increment reads, the steps to have them, and to keep them. */
type ReadRows = {
  readonly steps: readonly IncrementStep[];
  readonly rows: readonly PartRows[];
  readonly parts: readonly KeptPart[];
};

const NOTHING: ReadRows = { steps: [], rows: [], parts: [] };

const saved = (scan: Scan, rows: PartRows, part: KeptPart): IncrementStep =>
  saveStep(
    part.file,
    rowsOf({ ...rows, days: part.days }, columnItems(dayColumns(scan.scan))),
  );

/** Facts of new and changed days, of all units; open days are not kept. */
const readDays = (scan: Scan): ReadRows => {
  const { name, generation } = scan;
  const fresh = freshDays(scan);
  const days = [...fresh, ...scan.days.open];
  if (days.length === 0) return NOTHING;
  const rows = { name: `increment_${name}_read`, days };
  const view = `${rows.name}_days`;
  const part = { file: `${name}-${generation}`, generation, days: fresh };
  return {
    rows: [rows],
    parts: fresh.length === 0 ? [] : [part],
    steps: [
      {
        kind: 'days',
        name: view,
        table: tableOf(scan.scan),
        days,
        notBefore: null,
      },
      tableStep(rows.name, partsQuery(scan, view, 'all')),
      ...(fresh.length === 0 ? [] : [saved(scan, rows, part)]),
    ],
  };
};

/** Facts of days that are kept, of units that are new. */
const readBack = (scan: Scan): ReadRows => {
  const { name, generation } = scan;
  const days = validDays(scan);
  if (days.length === 0) return NOTHING;
  const rows = { name: `increment_${name}_back`, days };
  const view = `${rows.name}_days`;
  const part = { file: `${name}-${generation}-back`, generation, days };
  return {
    rows: [rows],
    parts: [part],
    steps: [
      {
        kind: 'days',
        name: view,
        table: tableOf(scan.scan),
        days,
        notBefore: sqlOf(firstDayOfNewUnits(scan)),
      },
      tableStep(rows.name, partsQuery(scan, view, 'new')),
      saved(scan, rows, part),
    ],
  };
};

const scanOf = (
  context: IncrementContext,
  scan: FactScanPlan,
  index: number,
): Scan => {
  const { plan, generation, inspection } = context;
  const kept = context.kept?.scans[index] ?? null;
  const now = inspection.days[tableOf(scan)] ?? [];
  const from = factsFrom(plan, scan);
  return {
    plan,
    scan,
    generation,
    name: `scan_${index + 1}`,
    kept,
    days: keptDays(kept, now, { from, until: plan.until }),
  };
};

/** The prefix that is to be, if another, and what makes up all numbers. */
const addedUp = (
  scan: Scan,
  rows: readonly PartRows[],
): {
  readonly steps: readonly IncrementStep[];
  readonly prefix: KeptPart | null;
  readonly sources: readonly Query[];
} => {
  const { days, name, generation } = scan;
  const columns = unitColumns(scan.scan);
  if (!isMerging(days)) {
    return {
      steps: [],
      prefix: days.prefix,
      sources: allRows(rows, columns),
    };
  }
  const { settled, others } = splitRows(rows, days);
  const file = `${name}-${generation}-prefix`;
  const merged: PartRows = {
    name: `increment_${name}_merged`,
    days: null,
  };
  return {
    steps: [
      tableStep(merged.name, mergedQuery(scan, allRows(settled, columns))),
      saveStep(file, rowsOf(merged, columnItems(columns))),
    ],
    prefix: { file, generation, days: days.prefixDays },
    sources: allRows([merged, ...others], columns),
  };
};

/**
 * Brings one scan up to date: reads days that are new or changed, reads what
 * new units did on the others, and adds both to what is kept.
 */
export const scanIncrement = (
  context: IncrementContext,
  planned: FactScanPlan,
  index: number,
): ScanOutcome => {
  const scan = scanOf(context, planned, index);
  const { name, kept, days, generation } = scan;
  const parts = validParts(kept, days);
  const known = keptRows(name, parts, days);
  const columns = dayColumns(planned);
  const trimmed = trimmedParts(kept, parts, { name, columns, generation });
  const read = readDays(scan);
  const back = readBack(scan);
  const all = addedUp(scan, [...known.rows, ...read.rows, ...back.rows]);
  return {
    steps: [
      ...known.steps,
      ...trimmed.steps,
      ...read.steps,
      ...back.steps,
      ...all.steps,
    ],
    next: {
      days: [...days.valid, ...days.fresh],
      parts: [...trimmed.parts, ...read.parts, ...back.parts],
      prefix: all.prefix,
    },
    days: {
      table: tableOf(planned),
      reused: days.valid.length,
      read: days.fresh.length + days.open.length,
    },
    unitValues:
      all.sources.length === 0
        ? emptyUnitValues(scan)
        : unitValuesQuery(scan, all.sources),
  };
};
