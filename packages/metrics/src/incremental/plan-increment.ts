import { column, isNull, not, select, table } from '@etude/sql';
import type {
  Increment,
  IncrementInspection,
  IncrementProgram,
  IncrementStep,
  Query,
} from '@etude/sql';
import type { ComputationPlan } from '../computation-plan';
import { computationQuery } from '../computation-query';
import { factsFrom } from '../fact-time';
import { scanNames } from '../scan-names';
import type { FlagUnits } from './assignment-queries';
import { KEEP_FROM_BYTES, bytesToRead } from './bytes-to-read';
import { EXPOSED } from './exposed-units';
import { EXPOSURES, sqlOf } from './increment-context';
import type { IncrementContext } from './increment-context';
import { digestText } from './digest-text';
import { exposuresIncrement } from './exposures-increment';
import { keptIdentity } from './kept-identity';
import { columnItems } from './kept-files';
import { daysInPeriod } from './kept-days';
import { readKeptContent, withoutEmptyParts } from './kept-content';
import type { KeptContent, KeptTable } from './kept-content';
import { withReplacedCtes } from './replace-ctes';
import { scanIncrement } from './scan-increment';
import type { ScanOutcome } from './scan-increment';
import { splitPlan } from './split-plan';
import type { WholeMetric } from './split-plan';

/** A plan of which at least one metric can be kept. */
export type PlannedIncrement = Increment & {
  /** Metrics that are computed from all their facts every time. */
  readonly wholeMetrics: readonly WholeMetric[];
};

const ASSIGNMENTS = 'assignments';

type KeptPlan = ComputationPlan & {
  readonly units: FlagUnits;
};

const answerQuery = (
  plan: ComputationPlan,
  scans: readonly ScanOutcome[],
): Query => {
  const exposures = select({
    items: columnItems(EXPOSED),
    from: table(EXPOSURES),
    where: column('is_exposed'),
  });
  return withReplacedCtes(computationQuery(plan), {
    exposures,
    ...Object.fromEntries(
      scans.map(({ unitValues }, index) => [
        scanNames(index).unitValues,
        unitValues,
      ]),
    ),
  });
};

/** The answers of single metrics: units and traffic are in the other part. */
const wholeQuery = (plan: ComputationPlan): Query => {
  const query = withReplacedCtes(computationQuery(plan));
  const isOfMetric = not(isNull(column('metric_id')));
  return query.kind === 'with' && query.body.kind === 'select'
    ? { ...query, body: { ...query.body, where: isOfMetric } }
    : query;
};

/** What is computed whole reads the same days as the rest. */
const wholeSteps = ({ days }: IncrementInspection): IncrementStep[] =>
  Object.entries(days).map(([name, ofTable]) => ({
    kind: 'days',
    name,
    table: name,
    days: ofTable.map(({ day }) => day),
    notBefore: null,
  }));

const nextContent = (
  { plan, generation }: IncrementContext,
  parts: Pick<KeptContent, 'exposures' | 'numbers' | 'scans' | 'identity'>,
): KeptContent => ({ format: 1, generation, until: plan.until, ...parts });

const filesIn = ({ exposures, numbers, scans }: KeptContent): string[] => [
  numbers,
  ...[exposures, ...scans].flatMap(({ parts, prefix }) => [
    ...parts.map(({ file }) => file),
    ...(prefix === null ? [] : [prefix.file]),
  ]),
];

const daysIn = (
  { scans }: ComputationPlan,
  content: KeptContent,
): Record<string, string[]> => {
  const days: Record<string, string[]> = {};
  const add = (table: string, kept: KeptTable | undefined) => {
    const known = new Set(days[table]);
    for (const { day } of kept?.days ?? []) known.add(day);
    days[table] = [...known];
  };
  add(ASSIGNMENTS, content.exposures);
  scans.forEach(({ source }, index) => {
    if (source.kind === 'table') add(source.table, content.scans[index]);
  });
  return days;
};

type Planned = {
  readonly id: string;
  readonly identity: string;
  /** All of it, as it is computed where nothing is kept. */
  readonly plan: ComputationPlan;
  readonly kept: KeptPlan;
  readonly whole: ComputationPlan | null;
  readonly keepFromBytes: number;
};

/** Reads everything, as it lies, and keeps nothing. */
const programWithoutKeeping = (
  { id, plan, kept }: Planned,
  inspection: IncrementInspection,
): IncrementProgram => {
  const read = (table: string, from: string | null) => ({
    table,
    reused: 0,
    read: daysInPeriod(inspection.days[table] ?? [], {
      from,
      until: plan.until,
    }).length,
  });
  return {
    id,
    inspection,
    steps: wholeSteps(inspection),
    answers: [sqlOf(computationQuery(plan))],
    keeps: null,
    days: [
      read(ASSIGNMENTS, kept.units.from),
      ...kept.scans.map(scan =>
        read(
          scan.source.kind === 'table' ? scan.source.table : '',
          factsFrom(plan, scan),
        ),
      ),
    ],
  };
};

const programOf = (
  planned: Planned,
  inspection: IncrementInspection,
): IncrementProgram => {
  const { id, identity, kept: plan, whole, keepFromBytes } = planned;
  const kept = withoutEmptyParts(
    readKeptContent(inspection.kept?.content, identity),
    inspection.kept?.files ?? {},
  );
  if (
    kept === null &&
    bytesToRead(plan, plan.units, inspection) < keepFromBytes
  ) {
    return programWithoutKeeping(planned, inspection);
  }
  const generation = (kept?.generation ?? 0) + 1;
  const context: IncrementContext = { plan, inspection, kept, generation };
  const exposures = exposuresIncrement(context, plan.units);
  const scans = plan.scans.map((scan, index) =>
    scanIncrement(context, scan, index),
  );
  const content = nextContent(context, {
    identity,
    exposures: exposures.next,
    numbers: exposures.numbers,
    scans: scans.map(({ next }) => next),
  });
  // Asked for a time that is past already: what is kept is further.
  const isBack =
    kept !== null && Date.parse(plan.until) < Date.parse(kept.until);
  const steps = [
    ...(whole === null ? [] : wholeSteps(inspection)),
    ...exposures.steps,
    ...scans.flatMap(scan => scan.steps),
  ];
  return {
    id,
    inspection,
    steps: isBack ? steps.filter(({ kind }) => kind !== 'save') : steps,
    answers: [
      sqlOf(answerQuery(plan, scans)),
      ...(whole === null ? [] : [sqlOf(wholeQuery(whole))]),
    ],
    keeps: isBack
      ? null
      : { files: filesIn(content), content, days: daysIn(plan, content) },
    days: [exposures, ...scans].map(({ days }) => days),
  };
};

/**
 * A computation whose days are kept from one refresh to the next, with the
 * metrics that are not; or why none of them is. It keeps nothing while its days
 * have less than `keepFromBytes` in files.
 */
export const planIncrement = (
  plan: ComputationPlan,
  {
    keepFromBytes = KEEP_FROM_BYTES,
  }: { readonly keepFromBytes?: number | undefined } = {},
):
  | { readonly ok: true; readonly value: PlannedIncrement }
  | { readonly ok: false; readonly wholeMetrics: readonly WholeMetric[] } => {
  const { kept, whole, wholeMetrics } = splitPlan(plan);
  if (kept?.units.kind !== 'flag') return { ok: false, wholeMetrics };
  const keptPlan: KeptPlan = { ...kept, units: kept.units };
  const identity = keptIdentity(keptPlan);
  const planned: Planned = {
    id: digestText(identity),
    identity,
    plan,
    kept: keptPlan,
    whole,
    keepFromBytes,
  };
  const tables = keptPlan.scans.flatMap(({ source }) =>
    source.kind === 'table' ? [source.table] : [],
  );
  return {
    ok: true,
    value: {
      id: planned.id,
      tables: [...new Set([ASSIGNMENTS, ...tables])],
      plan: inspection => programOf(planned, inspection),
      wholeMetrics,
    },
  };
};
