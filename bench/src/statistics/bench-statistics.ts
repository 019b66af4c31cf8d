import { analyzeExperiment, planSampleSize } from '@etude/analysis';
import type { AnalysisInput, PlanSampleSizeInput } from '@etude/analysis';
import {
  groupSequentialBounds,
  nextLook,
  startGroupSequential,
} from '@etude/stats';
import type { GroupSequentialState } from '@etude/stats';
import type { Benchmark, Figure, Reference } from '../figure';
import { costOf, loopCost, medianRound, ROUNDS } from '../measure';
import type { Cost } from '../measure';
import { workloadInput } from './statistics-workload';
import type { WorkloadSize } from './statistics-workload';

const LOOKS = 28;
const EXPERIMENTS = 10_000;
const SPENDING = { kind: 'obrien-fleming' } as const;

// Grid points a textbook recursion takes per look to reach five digits.
const TEXTBOOK_GRID = 163;

/** Reading the rows of an analysis, which nobody can leave out. */
const parseReference = async (input: AnalysisInput): Promise<Reference> => {
  const text = JSON.stringify(input.moments);
  let rows = 0;
  const cost = await loopCost(() => {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) rows += parsed.length;
    if (rows === 0) throw new Error('No row was parsed.');
    return 1;
  });
  return { name: 'JSON.parse of its moments', cost, by: 'cpu' };
};

const millisecondsOf = ({ count, cpuSeconds, wallSeconds }: Cost): string =>
  `${(((cpuSeconds ?? wallSeconds) / count) * 1000).toPrecision(3)} ms each`;

const analysisFigure = async (
  name: string,
  size: WorkloadSize,
): Promise<Figure> => {
  const input = workloadInput(size);
  const cost = await loopCost(() => {
    const { metrics } = analyzeExperiment(input);
    if (metrics.some(({ status }) => status !== 'estimated')) {
      throw new Error('A metric of the workload has no result.');
    }
    return 1;
  });
  return {
    name,
    unit: 'analyses',
    cost,
    references: [await parseReference(input)],
    notes: [millisecondsOf(cost)],
  };
};

const fractions = Array.from(
  { length: LOOKS },
  (_, look) => (look + 1) / LOOKS,
);

/** The exponentials alone of a recursion that evaluates its kernel pairwise. */
const exponentials = (looks: number): number => {
  let sum = 0;
  const pairs = looks * TEXTBOOK_GRID * TEXTBOOK_GRID;
  for (let pair = 0; pair < pairs; pair += 1) {
    sum += Math.exp(-((pair % TEXTBOOK_GRID) ** 2) / TEXTBOOK_GRID);
  }
  return sum;
};

const exponentialsReference = async (looks: number): Promise<Reference> => {
  let sum = 0;
  const cost = await loopCost(() => {
    sum += exponentials(looks);
    if (sum === 0) throw new Error('Every exponential was 0.');
    return 1;
  });
  return {
    name: `the exponentials of a ${TEXTBOOK_GRID}-point recursion`,
    cost,
    by: 'cpu',
  };
};

const boundsFigure = async (): Promise<Figure> => {
  const bounds = () => {
    const result = groupSequentialBounds({
      spending: SPENDING,
      alpha: 0.025,
      sides: 1,
      informationFractions: fractions,
    });
    if (!result.ok) throw new Error('The looks have no bounds.');
    return 1;
  };
  const first = await costOf(bounds);
  const cost = await loopCost(bounds);
  return {
    name: `group-sequential bounds of ${LOOKS} looks, from nothing`,
    unit: 'designs',
    cost,
    references: [await exponentialsReference(LOOKS)],
    notes: [
      `${millisecondsOf(cost)}; the first of the process ${millisecondsOf(first)}`,
    ],
  };
};

const stateAfter = (looks: number): GroupSequentialState => {
  const started = startGroupSequential({
    spending: SPENDING,
    alpha: 0.025,
    sides: 1,
  });
  if (!started.ok) throw new Error('The design was refused.');
  return fractions.slice(0, looks).reduce((state, fraction) => {
    const next = nextLook(state, fraction);
    if (!next.ok) throw new Error('A look was refused.');
    return next.value.state;
  }, started.value);
};

const nextLookFigure = async (): Promise<Figure> => {
  const state = stateAfter(LOOKS - 1);
  const cost = await loopCost(() => {
    if (!nextLook(state, 1).ok) throw new Error('The look was refused.');
    return 1;
  });
  return {
    name: `one more look after ${LOOKS - 1}, from stored state`,
    unit: 'looks',
    cost,
    references: [await exponentialsReference(1)],
    notes: [millisecondsOf(cost)],
  };
};

const collectedHeapMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

const manyFigure = async (): Promise<Figure> => {
  const input = workloadInput({
    metrics: 6,
    variants: 2,
    dimensionValues: 0,
    covariates: 1,
  });
  const text = JSON.stringify(input.moments);
  const before = collectedHeapMb();
  const rounds: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(
      await costOf(() => {
        for (let index = 0; index < EXPERIMENTS; index += 1) {
          analyzeExperiment(input);
        }
        return 1;
      }),
    );
  }
  const after = collectedHeapMb();
  const parse = await costOf(() => {
    for (let index = 0; index < EXPERIMENTS; index += 1) JSON.parse(text);
    return 1;
  });
  return {
    name: '10,000 experiments of 6 metrics, analysed anew',
    unit: 'rounds',
    cost: medianRound(rounds),
    references: [
      { name: 'JSON.parse of their moments', cost: parse, by: 'cpu' },
    ],
    notes: [
      `heap ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`,
    ],
  };
};

const planInput: PlanSampleSizeInput = {
  metrics: Array.from({ length: 6 }, (_, index) => ({
    metricId: `m${index}`,
    direction: 'increase' as const,
    kind: 'average' as const,
    baselineMean: 10,
    baselineVariance: 4 + index,
    ...(index < 2
      ? { role: 'success' as const, mdeRelative: 0.02 }
      : { role: 'guardrail' as const, nimRelative: 0.03 }),
  })),
  variants: [
    { id: 'control', weight: 1 },
    { id: 'treatment', weight: 1 },
  ],
  alpha: 0.05,
  power: 0.8,
  unitsPerDay: 1_000,
};

const planFigure = async (): Promise<Figure> => {
  const cost = await loopCost(() => {
    if (!planSampleSize(planInput).ok) throw new Error('The plan was refused.');
    return 1;
  });
  return {
    name: 'a plan of 6 metrics: sizes, prices of four designs, power curves',
    unit: 'plans',
    cost,
    references: [await exponentialsReference(4 * LOOKS)],
    notes: [millisecondsOf(cost)],
  };
};

/** Analyses, sequential bounds and plans, as the portal asks for them. */
export const statisticsBenchmark: Benchmark = {
  name: 'statistics',
  run: async () => [
    await analysisFigure(
      'one metric with a covariate, 3 variants, 20 values of a dimension',
      { metrics: 1, variants: 3, dimensionValues: 20, covariates: 1 },
    ),
    await analysisFigure('20 metrics, 3 variants, 10 values of a dimension', {
      metrics: 20,
      variants: 3,
      dimensionValues: 10,
      covariates: 1,
    }),
    await boundsFigure(),
    await nextLookFigure(),
    await planFigure(),
    await manyFigure(),
  ],
};
