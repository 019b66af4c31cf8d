import type { ClusterRandomizedInput, ClusteredQuantile } from '@etude/stats';
import {
  clusterRandomizedTest,
  clusteredQuantileOf,
  clusteredQuantileTest,
  meanDifferenceTest,
  momentsOf,
  pairMomentsOf,
  quantileTestFromBounds,
} from '@etude/stats';
import { poissonSampler } from '../random/discrete';
import type { Random } from '../random/random';
import type { Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { NO_CLAIM, between, equals, valueOf } from '../study';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;
const MEMBERS = 20;
// Variance between clusters 0.1, within 0.9: an intraclass correlation of 0.1.
const BETWEEN = Math.sqrt(0.1);
const WITHIN = Math.sqrt(0.9);

/** Members and summed outcome of every cluster of one variant. */
type Clusters = { readonly x: Float64Array; readonly y: Float64Array };

type Samples = { readonly control: Clusters; readonly treatment: Clusters };

/** Draws the number of members of one cluster. */
export type SizeDraw = (random: Random) => number;

const equalSizes: SizeDraw = () => MEMBERS;
const fewMore = poissonSampler(4);
/** Mean 20, standard deviation about 15: many small teams and some large. */
export const unequalSizes: SizeDraw = random =>
  4 + Math.round(fewMore(random) * 8 * random.uniform());

const drawClusters = (
  size: SizeDraw,
  count: number,
  from: { readonly random: Random; readonly effect: number },
): Clusters => {
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const members = size(from.random);
    const own = 10 + from.effect + BETWEEN * from.random.normal();
    x[i] = members;
    // The sum of the members' own deviations, drawn as such.
    y[i] = members * own + WITHIN * Math.sqrt(members) * from.random.normal();
  }
  return { x, y };
};

const meansOf = ({ x, y }: Clusters): Float64Array =>
  y.map((sum, i) => sum / (x[i] ?? Number.NaN));

const settings = { alternative: 'two-sided' as const, alpha: ALPHA };

const clusterInput = (
  { control, treatment }: Samples,
  weighting: 'member' | 'cluster',
): ClusterRandomizedInput =>
  weighting === 'member'
    ? {
        ...settings,
        weighting,
        control: pairMomentsOf(control),
        treatment: pairMomentsOf(treatment),
      }
    : {
        ...settings,
        weighting,
        control: momentsOf(meansOf(control)),
        treatment: momentsOf(meansOf(treatment)),
      };

// What goes wrong when members are taken for independent units: their total
// variance is 1.
const membersAsUnits = (clusters: Clusters) => {
  const n = clusters.x.reduce((sum, members) => sum + members, 0);
  const total = clusters.y.reduce((sum, outcome) => sum + outcome, 0);
  return { n, mean: total / n, variance: 1 };
};

type ClusterCase = {
  readonly name: string;
  readonly count: number;
  readonly size: SizeDraw;
  readonly quick: number;
  readonly exactByCluster: boolean;
  readonly byMember: readonly [low: number, high: number];
};

const CASES: readonly ClusterCase[] = [
  {
    name: '4 + 4 clusters of 20',
    count: 4,
    size: equalSizes,
    quick: 20_000,
    exactByCluster: true,
    byMember: [0.0495, 0.0505],
  },
  {
    name: '5 + 5 clusters of 4 to 60',
    count: 5,
    size: unequalSizes,
    quick: 20_000,
    exactByCluster: false,
    byMember: [0.05, 0.11],
  },
  {
    name: '50 + 50 clusters of 4 to 60',
    count: 50,
    size: unequalSizes,
    quick: 4_000,
    exactByCluster: false,
    byMember: [0.045, 0.062],
  },
];

const methodsOf = ({
  name,
  exactByCluster,
  byMember: [low, high],
}: ClusterCase): readonly Method<Samples>[] => [
  {
    labels: ['clusters, each member the same', name],
    judge: samples => clusterRandomizedTest(clusterInput(samples, 'member')),
    falsePositives: between(low, high),
    coverage: between(1 - high, 1 - low),
  },
  {
    labels: ['clusters, each cluster the same', name],
    judge: samples => clusterRandomizedTest(clusterInput(samples, 'cluster')),
    falsePositives: exactByCluster ? equals(ALPHA) : between(0.04, 0.055),
    coverage: exactByCluster ? equals(1 - ALPHA) : between(0.945, 0.96),
  },
  {
    labels: ['members taken for units', name],
    judge: ({ control, treatment }) =>
      meanDifferenceTest({
        ...settings,
        control: membersAsUnits(control),
        treatment: membersAsUnits(treatment),
      }),
    falsePositives: NO_CLAIM,
    coverage: NO_CLAIM,
  },
];

const meanFigures = (
  { random, replications }: StudyContext,
  clusters: ClusterCase,
): readonly Figure[] => {
  const pair = (effect: number): Samples => ({
    control: drawClusters(clusters.size, clusters.count, { random, effect: 0 }),
    treatment: drawClusters(clusters.size, clusters.count, { random, effect }),
  });
  return trialFigures<Samples>({
    alpha: ALPHA,
    replications: replications(clusters.quick),
    withoutEffect: () => pair(0),
    withEffect: () => pair(0.5),
    effect: 0.5,
    methods: methodsOf(clusters),
  });
};

type Quantiles = {
  readonly control: ClusteredQuantile;
  readonly treatment: ClusteredQuantile;
};

const requests = poissonSampler(4);
const HALF = Math.sqrt(0.5);

/**
 * A quantile over the requests of users, 1 + Poisson(4) of them each. Values
 * are lognormal(0, 1), half of the logarithm's variance between users.
 */
export const drawLatencies = (
  users: number,
  quantile: number,
  from: { readonly random: Random; readonly factor: number },
): ClusteredQuantile => {
  const { random, factor } = from;
  const units = Array.from({ length: users }, () => {
    const own = HALF * random.normal();
    return Array.from(
      { length: 1 + requests(random) },
      () => factor * Math.exp(own + HALF * random.normal()),
    );
  });
  return valueOf(clusteredQuantileOf({ units, quantile }));
};

const quantileMethods = (
  name: string,
  quantile: number,
): readonly Method<Quantiles>[] => [
  {
    labels: ['quantile over events, clustered', name],
    judge: samples =>
      clusteredQuantileTest({ ...samples, ...settings, quantile }),
    falsePositives: between(0.035, 0.065),
    coverage: between(0.935, 0.965),
  },
  {
    labels: ['events taken for units', name],
    judge: samples => quantileTestFromBounds({ ...samples, ...settings }),
    falsePositives: NO_CLAIM,
    coverage: NO_CLAIM,
  },
];

const quantileFigures = (
  { random, replications }: StudyContext,
  quantile: number,
  truth: number,
): readonly Figure[] => {
  const users = 300;
  const pair = (factor: number): Quantiles => ({
    control: drawLatencies(users, quantile, { random, factor: 1 }),
    treatment: drawLatencies(users, quantile, { random, factor }),
  });
  return trialFigures<Quantiles>({
    alpha: ALPHA,
    replications: replications(600),
    withoutEffect: () => pair(1),
    withEffect: () => pair(1.2),
    effect: 0.2 * truth,
    methods: quantileMethods(
      `quantile ${quantile} of latencies, ${users} + ${users} users`,
      quantile,
    ),
  });
};

/** Units of randomisation that are not those of measurement. */
export const clustersStudy: Study = {
  id: 'clusters',
  title: 'Clusters and clustered events',
  sentence:
    'Two-sided at 5 %; intraclass correlation 0.1, as normal values of members. With clusters of equal size the t-test between clusters is exact from a handful on; treating members or events as units, which it replaces, rejects far too often. Known deviation: with five clusters a variant of very unequal sizes, weighting members equally is liberal, because a few clusters carry the estimate; weighting clusters equally is not.',
  columns: ['method', 'population'],
  run: context => [
    ...CASES.flatMap(clusters => meanFigures(context, clusters)),
    ...quantileFigures(context, 0.5, 1),
    ...quantileFigures(context, 0.9, Math.exp(1.2815515655446004)),
  ],
};
