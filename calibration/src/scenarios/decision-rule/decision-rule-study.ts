import type { Figure } from '../../report/figure';
import type { Study, StudyContext } from '../../study';
import { rateOf } from '../../study';
import type {
  Correction,
  Dependence,
  PublishedRates,
  World,
} from './published-rates';
import { PUBLISHED, PUBLISHED_REPLICATIONS } from './published-rates';
import type { Ships } from './simulate-ships';
import { simulateShips } from './simulate-ships';
import { testLevelsOf } from './test-levels';

const CORRECTIONS: readonly Correction[] = [
  'none',
  'only alpha',
  'default',
  'strict',
];

const DEPENDENCES = [...new Set(PUBLISHED.map(([, name]) => name))];

// The design promises something for the corrected rules only.
const nominalOf = (world: World, correction: Correction): number | null => {
  if (correction === 'none' || correction === 'only alpha') return null;
  return world === 'alternative' ? 0.8 : 0.05;
};

const figuresOf = (
  [world, dependence, correction]: readonly [World, Dependence, Correction],
  published: PublishedRates,
  {
    ships,
    replications,
  }: {
    readonly ships: Ships;
    readonly replications: number;
  },
): readonly Figure[] =>
  ([ships.ruleOne, ships.ruleTwo] as const).map((hits, rule) => ({
    labels: [world, dependence, correction],
    quantity: `ships, rule ${rule + 1}`,
    nominal: nominalOf(world, correction),
    observed: rateOf(hits, replications),
    claim: {
      kind: 'same-as',
      value: published[correction][rule] ?? Number.NaN,
      replications: PUBLISHED_REPLICATIONS,
      rounding: 0.0005,
    },
  }));

const run = (context: StudyContext): readonly Figure[] => {
  const replications = context.replications(100_000);
  const levels = new Map(
    CORRECTIONS.map(correction => [correction, testLevelsOf(correction)]),
  );
  return DEPENDENCES.flatMap(dependence => {
    const cases = PUBLISHED.filter(([, name]) => name === dependence).flatMap(
      ([world, , published]) =>
        CORRECTIONS.flatMap(correction => {
          const level = levels.get(correction);
          return level === undefined
            ? []
            : [{ world, correction, published, levels: level }];
        }),
    );
    const counts = simulateShips(cases, dependence, {
      random: context.random,
      replications,
    });
    return cases.flatMap(({ world, correction, published }, i) => {
      const ships = counts[i];
      return ships === undefined
        ? []
        : figuresOf([world, dependence, correction], published, {
            ships,
            replications,
          });
    });
  });
};

/** The error rates of the ship decision. */
export const decisionRuleStudy: Study = {
  id: 'decision-rule',
  title: 'The ship decision',
  sentence:
    'Chances to ship with 5 success metrics, 5 guardrails, 2 deterioration metrics and 2 quality tests; alpha and alpha⁻ 5 %, power 80 %; superiority and non-inferiority by z at the end, deterioration and quality at 10 looks spending alpha·t². “Dependent” metrics are correlated 0.99. Every cell agrees with an independent simulation of 100,000 replications (its value is the claim). The default design keeps both promises in every world; without correction a harmless change ships in up to 17 % of experiments, and correcting alpha only leaves a power near 30 %.',
  columns: ['world', 'metrics', 'correction'],
  run,
};
