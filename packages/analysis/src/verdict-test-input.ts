import type { ExperimentPlan, Verdict } from '@etude/lifecycle';
import type {
  DeteriorationMonitor,
  HealthCheck,
  MetricResult,
} from './analysis-result';
import type { TestInputOptions } from './test-input';
import { testInput } from './test-input';
import { verdictOf } from './verdict';
import type { VerdictEvidence } from './verdict-evidence';

/** A success metric that needs 40,000 units of a and b, and has 30,000. */
export const short: MetricResult = {
  metricId: 'goal',
  name: 'goal',
  role: 'success',
  direction: 'increase',
  variant: 'b',
  status: 'estimated',
  control: { n: 15_000, mean: 10 },
  treatment: { n: 15_000, mean: 10 },
  units: 30_000,
  requiredUnits: 40_000,
  powered: false,
  mdeRelative: 0.02,
  outcome: 'not-enough-data',
  sentence: 'goal is undecided.',
};
/** The same metric with enough units. */
export const enough: MetricResult = {
  ...short,
  units: 50_000,
  powered: true,
  outcome: 'no-difference',
  sentence: 'goal shows no improvement.',
};

/** What differs from the evidence of an experiment that lacks units. */
export type Changes = Omit<Partial<VerdictEvidence>, 'input'> & {
  readonly options?: Partial<TestInputOptions>;
};

const evidenceOf = ({ options, ...evidence }: Changes): VerdictEvidence => ({
  input: testInput({
    observedMetrics: [
      { metricId: 'goal', role: 'success', mdeRelative: 0.02, observed: {} },
    ],
    ...options,
  }),
  health: [],
  results: [short],
  recommendations: [],
  monitors: [],
  ...evidence,
});
/** The verdict of an experiment that ended as planned, with changes. */
export const verdict = (changes: Changes = {}): Verdict =>
  verdictOf(evidenceOf(changes));
/** Class and reason of a verdict. */
export const kind = (changes: Changes): string => {
  const { class: name, reason } = verdict(changes);
  return reason === undefined ? name : `${name} ${reason}`;
};

/** A health check that failed. */
export const failed = (id: HealthCheck['id']): HealthCheck => ({
  id,
  state: 'fail',
  title: id,
  sentence: `The check ${id} failed.`,
});

/** The watch over a metric that rang in b. */
export const alarm: DeteriorationMonitor = {
  metricId: 'crashes',
  variant: 'b',
  method: 'group-sequential',
  state: 'alarm',
  alarmAt: '2026-03-05T00:00:00Z',
  looks: 4,
  sentence: 'crashes got worse at the look of 5 Mar 2026.',
};

/** Traffic of a and b by day, from 2 March on. */
export const dated = (rows: readonly (readonly [number, number])[]) =>
  rows.flatMap(([a, b], index) => {
    const exposureDate = `2026-03-0${index + 2}`;
    return [
      { variant: 'a', exposureDate, units: a },
      { variant: 'b', exposureDate, units: b },
    ];
  });

/** The plan with changes. */
export const planOf = (
  changes: Partial<ExperimentPlan>,
): Partial<TestInputOptions> => ({
  plan: { ...evidenceOf({}).input.plan, ...changes },
});
