import type { DecisionNode, PAdjustMethod } from '@etude/stats';
import {
  adjustPValues,
  allocateErrorRates,
  evaluateDecision,
  hypothesesOf,
  normalQuantile,
  normalSf,
  normalUpperQuantile,
} from '@etude/stats';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import {
  NO_CLAIM,
  atLeast,
  atMost,
  averageOf,
  between,
  rateOf,
  valueOf,
} from '../study';

const ALPHA = 0.05;
const POWER = 0.8;
const TESTS = 10;
const TRUE_NULLS = 7;
const EFFECT_Z = 3;

const FAMILY_WISE: readonly PAdjustMethod[] = [
  'bonferroni',
  'holm',
  'hochberg',
  'hommel',
  'sidak',
  'holm-sidak',
];

const DISCOVERY: readonly PAdjustMethod[] = [
  'bh',
  'by',
  'two-stage-bh',
  'two-stage-bky',
];

/** One-sided p-values; the first seven have no effect. */
const drawPValues = (
  random: Random,
  correlation: number,
): readonly number[] => {
  const common = Math.sqrt(correlation) * random.normal();
  const own = Math.sqrt(1 - correlation);
  return Array.from({ length: TESTS }, (_, i) =>
    normalSf(common + own * random.normal() + (i < TRUE_NULLS ? 0 : EFFECT_Z)),
  );
};

type Errors = { family: number; readonly shares: Float64Array };

const falseShare = (rejects: readonly boolean[]): number => {
  const wrong = rejects.slice(0, TRUE_NULLS).filter(Boolean).length;
  const all = rejects.filter(Boolean).length;
  return all === 0 ? 0 : wrong / all;
};

// Benjamini & Hochberg: exactly alpha · (true nulls)/(tests) if independent.
const discoveryClaim = (method: PAdjustMethod, correlation: number): Claim => {
  if (method === 'bh' && correlation === 0) return between(0.0345, 0.0355);
  return method === 'two-stage-bh' ? NO_CLAIM : between(0, ALPHA);
};

const familyFigures = (
  { random, replications }: StudyContext,
  correlation: number,
): readonly Figure[] => {
  const methods = [...FAMILY_WISE, ...DISCOVERY, 'none' as const];
  const count = replications(10_000);
  const errors = methods.map((): Errors => ({
    family: 0,
    shares: new Float64Array(count),
  }));
  for (let i = 0; i < count; i += 1) {
    const pValues = drawPValues(random, correlation);
    methods.forEach((method, m) => {
      const error = errors[m];
      if (error === undefined) return;
      const { reject } = valueOf(
        adjustPValues({ pValues, method, alpha: ALPHA }),
      );
      error.shares[i] = falseShare(reject);
      if (error.shares[i] !== 0) error.family += 1;
    });
  }
  return methods.map((method, m): Figure => {
    const { family, shares } = errors[m] ?? { family: NaN, shares: [] };
    const labels = [
      method,
      `10 tests, 7 without effect, correlation ${correlation}`,
    ];
    return DISCOVERY.includes(method)
      ? {
          labels,
          quantity: 'false discovery rate',
          nominal: ALPHA,
          observed: averageOf(shares),
          claim: discoveryClaim(method, correlation),
        }
      : {
          labels,
          quantity: 'any false rejection',
          nominal: ALPHA,
          observed: rateOf(family, count),
          claim: method === 'none' ? NO_CLAIM : atMost(ALPHA),
        };
  });
};

const leaf = (id: string): DecisionNode => ({ kind: 'hypothesis', id });
const all = (...children: readonly DecisionNode[]): DecisionNode => ({
  kind: 'all',
  children,
});
const any = (...children: readonly DecisionNode[]): DecisionNode => ({
  kind: 'any',
  children,
});

// Revenue or both of two engagement metrics, and two guardrails, one of which
// may be replaced by two others.
const TREE = all(
  any(leaf('revenue'), all(leaf('visits'), leaf('minutes'))),
  leaf('crashes'),
  any(leaf('latency'), all(leaf('latency-web'), leaf('latency-app'))),
);

/** Hypotheses whose alternative is true, just as planned; the rest is null. */
const WORLDS: readonly (readonly [
  name: string,
  alternatives: readonly string[],
])[] = [
  ['only guardrails as planned', ['crashes', 'latency']],
  [
    'all but crashes',
    ['revenue', 'visits', 'minutes', 'latency', 'latency-web', 'latency-app'],
  ],
  ['half of every pair', ['visits', 'crashes', 'latency-web']],
  ['revenue and guardrails', ['revenue', 'crashes', 'latency']],
  [
    'engagement and the other guardrails',
    ['visits', 'minutes', 'crashes', 'latency-web', 'latency-app'],
  ],
];

const treeFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] => {
  const ids = hypothesesOf(TREE);
  const rates = valueOf(
    allocateErrorRates(TREE, { alpha: ALPHA, power: POWER }),
  );
  const holds = (outcomes: Readonly<Record<string, boolean>>): boolean =>
    valueOf(evaluateDecision(TREE, outcomes)).holds === true;
  return WORLDS.map(([name, alternatives]) => {
    const truth = Object.fromEntries(
      ids.map(id => [id, alternatives.includes(id)]),
    );
    const shouldShip = holds(truth);
    const count = replications(20_000);
    let ships = 0;
    for (let i = 0; i < count; i += 1) {
      const outcomes = ids.map(id => {
        const { alpha, power } = rates[id] ?? { alpha: NaN, power: NaN };
        const z = normalUpperQuantile(alpha);
        const drift = truth[id] === true ? z + normalQuantile(power) : 0;
        return [id, random.normal() + drift > z] as const;
      });
      if (holds(Object.fromEntries(outcomes))) ships += 1;
    }
    return {
      labels: ['decision tree', name],
      quantity: shouldShip ? 'ships, rightly' : 'ships, wrongly',
      nominal: shouldShip ? POWER : ALPHA,
      observed: rateOf(ships, count),
      claim: shouldShip ? atLeast(POWER) : atMost(ALPHA),
    };
  });
};

/** Corrections for several tests, and rules of any depth. */
export const multiplicityStudy: Study = {
  id: 'multiplicity',
  title: 'Several tests at once',
  sentence:
    'One-sided tests at 5 % in all. Every family-wise correction keeps the chance of any false rejection, every false discovery correction the share of false ones, independent or correlated; the decision tree (revenue, or visits and minutes; no crashes; latency, or that of both clients) keeps alpha where it should not hold and the power of 80 % where it should. two-stage-bh has no such guarantee and is shown only.',
  columns: ['method', 'truth'],
  run: context => [
    ...familyFigures(context, 0),
    ...familyFigures(context, 0.5),
    ...treeFigures(context),
  ],
};
