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
import { scanNames } from '../scan-names';
import type { FlagUnits } from './assignment-queries';
import { EXPOSED } from './exposed-units';
import { EXPOSURES, sqlOf } from './increment-context';
import type { IncrementContext } from './increment-context';
import { digestText } from './digest-text';
import { exposuresIncrement } from './exposures-increment';
import { keptIdentity } from './kept-identity';
import { columnItems } from './kept-files';
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
  readonly kept: KeptPlan;
  readonly whole: ComputationPlan | null;
};

const programOf = (
  { id, identity, kept: plan, whole }: Planned,
  inspection: IncrementInspection,
): IncrementProgram => {
  const kept = withoutEmptyParts(
    readKeptContent(inspection.kept?.content, identity),
    inspection.kept?.files ?? {},
  );
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
 * metrics that are not; or why none of them is.
 */
export const planIncrement = (
  plan: ComputationPlan,
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
    kept: keptPlan,
    whole,
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
