import {
  alwaysValidRequiredUnits,
  asymptoticConfidenceSequence,
} from '@etude/stats';
import type { Figure } from '../report/figure';
import type { StudyContext } from '../study';
import { averageOf, between, rateOf, valueOf } from '../study';

const ALPHA = 0.05;
const POWER = 0.8;
const LOOKS = 50;
const EFFECT = 0.1;

const sized = () =>
  valueOf(
    alwaysValidRequiredUnits({
      alpha: ALPHA,
      sides: 1,
      power: POWER,
      varianceControl: 1,
      varianceTreatment: 1,
      effect: EFFECT,
      looks: LOOKS,
    }),
  );

/** Power and expected size of a sequence, as its calculator plans them. */
export const alwaysValidSizeFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] => {
  const plan = sized();
  const total = plan.totalExact;
  const excludes = (difference: number, nTotal: number): boolean =>
    valueOf(
      asymptoticConfidenceSequence({
        difference,
        stdErr: Math.sqrt(4 / nTotal),
        nTotal,
        tuningN: plan.tuningN,
        alpha: ALPHA,
        alternative: 'larger',
      }),
    ).significant;
  // The sum of a difference in means over n units has information n/4.
  const unitsUsed = (effect: number): number => {
    let path = 0;
    for (let k = 1; k <= LOOKS; k += 1) {
      const step = total / LOOKS / 4;
      path += effect * step + Math.sqrt(step) * random.normal();
      const n = (total * k) / LOOKS;
      if (excludes((4 * path) / n, n)) return n;
    }
    return Infinity;
  };
  const count = replications(4_000);
  const used = Float64Array.from({ length: count }, () => unitsUsed(EFFECT));
  const found = used.filter(Number.isFinite).length;
  const labels = [
    'asymptotic confidence sequence, larger',
    `normal, planned for power 0.8 in ${LOOKS} looks`,
  ];
  const expected = plan.expectedTotalUnderEffect / total;
  return [
    {
      labels,
      quantity: 'power',
      nominal: POWER,
      observed: rateOf(found, count),
      claim: between(POWER - 0.002, POWER + 0.002),
    },
    {
      labels,
      quantity: 'units / planned maximum, effect',
      nominal: expected,
      observed: averageOf(used.map(n => Math.min(n, total) / total)),
      claim: between(expected - 0.002, expected + 0.002),
    },
  ];
};
