import type { AlphaSpending } from '@etude/stats';
import { asymptoticConfidenceSequence, spentAlpha } from '@etude/stats';
import type { Watch } from '../designs/watch';
import type { WatchedLevel } from './explained-metric';
import type { Derivation, ExplainedInput } from './figure-explanation';
import { input, step } from './figure-explanation';

const SPENDING: Readonly<Record<AlphaSpending['kind'], string>> = {
  'obrien-fleming': "O'Brien–Fleming type",
  pocock: 'Pocock type',
  power: 'power family',
  'hwang-shih-decani': 'Hwang–Shih–DeCani',
};

const spentFormula = (spending: AlphaSpending): string => {
  switch (spending.kind) {
    case 'obrien-fleming':
      return '2 * Phi_upper(z_upper(alpha / 2) / sqrt(t))';
    case 'pocock':
      return 'alpha * ln(1 + (exp(1) - 1) * t)';
    case 'power':
      return 'alpha * t^exponent';
    default:
      return spending.gamma === 0
        ? 'alpha * t'
        : 'alpha * (1 - exp(-gamma * t)) / (1 - exp(-gamma))';
  }
};

const spendingInputs = (spending: AlphaSpending): readonly ExplainedInput[] => [
  input('spending', SPENDING[spending.kind], 'How the level is spent'),
  ...(spending.kind === 'power'
    ? [input('exponent', spending.exponent, 'Exponent of the family')]
    : []),
  ...(spending.kind === 'hwang-shih-decani'
    ? [input('gamma', spending.gamma, 'Parameter of the family')]
    : []),
];

const alphaInput = (alpha: number): ExplainedInput =>
  input('alpha', alpha, 'One-sided level of the test over all its looks');

const groupSequential = (
  { alpha, history, units, level }: WatchedLevel,
  watch: Extract<Watch, { kind: 'group-sequential' }>,
): Derivation => {
  const { plannedUnits, spending, overRun } = watch;
  // A look counts no fewer units than those before it.
  const most = Math.max(units, ...history.units);
  const full =
    overRun === 'strict' ? plannedUnits : Math.max(plannedUnits, most);
  const t = level.informationFraction;
  return {
    inputs: [
      alphaInput(alpha),
      ...spendingInputs(spending),
      input('look', history.units.length + 1, 'Which look this is'),
      input('n_look', most, 'Units of control and the variant, most so far'),
      input('n_planned', plannedUnits, 'Their planned number at the end'),
    ],
    steps: [
      step(
        'n_full',
        overRun === 'strict' ? 'n_planned' : 'max(n_planned, n_look)',
        full,
      ),
      step('t', 'min(n_look / n_full, 1)', t),
      step(
        'spent',
        spentFormula(spending),
        t === null ? null : spentAlpha(spending, t, alpha),
      ),
      step(
        'c',
        history.units.length === 0
          ? 'z_upper(spent)'
          : 'solves P(Z below its bound at every earlier look, Z ≥ c now) = spent now − spent before, by numerical integration',
        level.criticalValue,
      ),
      step('a', 'Phi_upper(c)', level.nominal),
    ],
  };
};

/**
 * The constants of an asymptotic confidence sequence at `units`: its ρ, `w`,
 * and the half width `h` in standard errors of a one-sided bound at `alpha`.
 */
const alwaysValid = (
  { alpha, history, units, level }: WatchedLevel,
  tuningUnits: number,
): Derivation => {
  const sequence = asymptoticConfidenceSequence({
    difference: 0,
    stdErr: 1,
    nTotal: units,
    tuningN: tuningUnits,
    alpha,
    alternative: 'larger',
  });
  const { rho, halfWidth } = sequence.ok
    ? sequence.value
    : { rho: Number.NaN, halfWidth: Number.NaN };
  return {
    inputs: [
      alphaInput(alpha),
      input('look', history.units.length + 1, 'Which look this is'),
      input('n_look', units, 'Units of control and the variant'),
      input('n_tuning', tuningUnits, 'Units at which it is tightest'),
    ],
    steps: [
      step(
        'rho',
        'sqrt((-2 * ln(2 * alpha) + ln(1 - 2 * ln(2 * alpha))) / n_tuning)',
        rho,
      ),
      step('w', 'n_look * rho^2 + 1', units * rho * rho + 1),
      step(
        'h',
        'sqrt(2 * w * ln(1 + sqrt(w) / (2 * alpha)) / (n_look * rho^2))',
        halfWidth,
      ),
      step('a', 'Phi_upper(h)', level.nominal),
    ],
  };
};

/**
 * From the level of a test over all its looks to `a`, the one-sided level at
 * which this look is judged. Counts only: nothing of it tells an effect.
 */
export const levelDerivation = (watched: WatchedLevel): Derivation => {
  const { watch } = watched;
  switch (watch.kind) {
    case 'group-sequential':
      return groupSequential(watched, watch);
    case 'always-valid':
      return alwaysValid(watched, watch.tuningUnits);
    default:
      return {
        inputs: [input('a', watched.alpha, 'One-sided level of the test')],
        steps: [],
      };
  }
};
