import { flags } from './truth';
import type { DemoFlag, PlantedEffects, PlantedExperiment } from './truth';

type Kind = Omit<
  PlantedExperiment,
  'id' | 'name' | 'hypothesis' | 'flagId' | 'endedDaysAgo'
>;

const POWERED_UNITS = 14_000;
const SMALL_UNITS = 1_600;

const byPurchase = { metricId: 'purchase-rate', mdeRelative: 0.2 } as const;

const planned = (
  kind: Partial<Kind> & Pick<Kind, 'expected' | 'effects'>,
): Kind => ({
  days: 21,
  units: POWERED_UNITS,
  endReason: 'planned-end',
  success: byPurchase,
  decision: 'do-not-ship',
  ...kind,
});

const win = planned({
  effects: { purchase: 0.4, basket: 0.08 },
  expected: { class: 'win' },
  decision: 'ship',
});

const regressionIn = (effects: PlantedEffects): Kind =>
  planned({ effects, expected: { class: 'regression' } });

const neutral = planned({ effects: {}, expected: { class: 'neutral' } });

const underpowered = planned({
  effects: {},
  units: SMALL_UNITS,
  expected: { class: 'no-learning', reason: 'UNDERPOWERED' },
});

const abortedEarly = planned({
  effects: {},
  days: 10,
  units: SMALL_UNITS,
  endReason: 'stopped-early',
  expected: { class: 'no-learning', reason: 'ABORTED_EARLY' },
});

const mismatched = planned({
  effects: {},
  fault: { kind: 'srm', treatmentShare: 0.545 },
  expected: { class: 'no-learning', reason: 'SRM' },
});

const crossed = planned({
  effects: {},
  fault: { kind: 'crossover', share: 0.04 },
  expected: { class: 'no-learning', reason: 'CROSSOVER' },
});

const withoutTarget = planned({
  effects: {},
  success: { metricId: 'revenue-per-reader' },
  expected: { class: 'no-learning', reason: 'NO_POWER_TARGET' },
});

const neverMeasured = planned({
  effects: {},
  success: { metricId: 'gift-card-rate', mdeRelative: 0.2 },
  expected: { class: 'no-learning', reason: 'DATA_MISSING' },
});

const restarted = planned({
  effects: {},
  days: 5,
  units: 900,
  endReason: 'restart',
  expected: { class: 'restart' },
});

const REGRESSIONS: readonly Kind[] = [
  regressionIn({ basket: -0.18, purchase: 0.02 }),
  regressionIn({ purchase: -0.3, basket: -0.1 }),
  regressionIn({ pageError: 1.2 }),
  regressionIn({ purchase: 0.4, pageError: 1.4 }),
];

/** The mix, in the order of time; what repeats is spread over two years. */
const MIX: readonly Kind[] = [
  underpowered,
  neutral,
  abortedEarly,
  REGRESSIONS[1],
  mismatched,
  neutral,
  underpowered,
  win,
  restarted,
  withoutTarget,
  neutral,
  REGRESSIONS[0],
  abortedEarly,
  neutral,
  underpowered,
  REGRESSIONS[2],
  neutral,
  crossed,
  neutral,
  REGRESSIONS[0],
  win,
  abortedEarly,
  neutral,
  underpowered,
  REGRESSIONS[1],
  mismatched,
  neutral,
  withoutTarget,
  REGRESSIONS[3],
  neutral,
  underpowered,
  win,
  neutral,
  REGRESSIONS[0],
  restarted,
  abortedEarly,
  neutral,
  REGRESSIONS[2],
  neverMeasured,
  neutral,
  win,
  underpowered,
  REGRESSIONS[0],
  neutral,
  mismatched,
  REGRESSIONS[1],
  neutral,
  underpowered,
  win,
  neutral,
  REGRESSIONS[2],
  withoutTarget,
  neutral,
  REGRESSIONS[0],
  abortedEarly,
  win,
  neutral,
  REGRESSIONS[3],
  underpowered,
  REGRESSIONS[1],
  win,
].flatMap(kind => (kind ? [kind] : []));

const FIRST_ENDED_DAYS_AGO = 716;
const LAST_ENDED_DAYS_AGO = 6;

const sentence = (flag: DemoFlag): string => {
  const change = `showing '${flag.treatment}' instead of '${flag.control}'`;
  return `We believe that ${change} helps readers find and buy a book they want.`;
};

const plant = (kind: Kind, index: number): PlantedExperiment => {
  const flag = flags[index % (flags.length - 1)];
  if (!flag) throw new Error(`no flag for planted experiment ${index}`);
  const round = Math.floor(index / (flags.length - 1)) + 1;
  const span = FIRST_ENDED_DAYS_AGO - LAST_ENDED_DAYS_AGO;
  const endedDaysAgo = Math.round(
    FIRST_ENDED_DAYS_AGO - (span * index) / (MIX.length - 1),
  );
  const { decision, ...rest } = kind;
  const isLast = index === MIX.length - 1;
  return {
    id: `${flag.id}-${round}`,
    name: round === 1 ? flag.idea : `${flag.idea}, round ${round}`,
    hypothesis: sentence(flag),
    flagId: flag.id,
    endedDaysAgo,
    ...rest,
    ...(decision && !isLast ? { decision } : {}),
  };
};

/**
 * Two years of ended experiments: few wins, more regressions and powered
 * neutrals, a third without learning. The last one waits for its decision.
 */
export const plantedExperiments: readonly PlantedExperiment[] = MIX.map(plant);
