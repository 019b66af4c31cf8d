import {
  betaPdf,
  betaCdf,
  betaQuantile,
  betaSf,
  betaUpperQuantile,
} from '../distributions/beta';
import type { ProportionSample } from '../fixed-horizon/proportion-sample';
import { checkProportion } from '../fixed-horizon/proportion-sample';
import { checkPositive } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { compositeRule, gaussLegendre } from '../special/gauss-legendre';

/** Two variants with a yes/no outcome and a common beta prior. */
export type BetaBinomialInput = {
  readonly control: ProportionSample;
  readonly treatment: ProportionSample;
  /** Default Jeffreys: 0.5 and 0.5. */
  readonly prior?: { readonly a: number; readonly b: number };
};

type Shapes = { readonly a: number; readonly b: number };

const RULE = gaussLegendre(16);
const PANELS = 64;
// Mass left out at each end of the integral.
const TAIL = 1e-15;

const logit = (x: number): number => Math.log(x) - Math.log1p(-x);

// ∫ f(x) g(x) dx over the bulk of the beta density f, on the logit scale where
// neither end is singular.
const expectation = (shapes: Shapes, g: (x: number) => number): number => {
  const { a, b } = shapes;
  const from = logit(Math.max(betaQuantile(TAIL, a, b), 1e-300));
  const to = logit(Math.min(betaUpperQuantile(TAIL, a, b), 1 - 1e-16));
  const rule = compositeRule(RULE, { from, to }, (to - from) / PANELS);
  let sum = 0;
  rule.nodes.forEach((u, i) => {
    const x = 1 / (1 + Math.exp(-u));
    const density = betaPdf(x, a, b) * x * (1 - x);
    sum += (rule.weights[i] ?? 0) * density * g(x);
  });
  return sum;
};

/**
 * Posterior probability that the treatment's rate is above the control's.
 *
 * `P(p_T > p_C) = ∫ f(x) F(x) dx` of the beta posteriors, integrated over the
 * more precise of the two, so that the other is smooth on its scale. Source:
 * Gelman et al. (3rd ed.), chapter 2. Absolute error below 1e-9 (checked by
 * quadrature in mpmath).
 */
export const chanceToWinProportion = (
  input: BetaBinomialInput,
): StatsResult<number> => {
  const { control, treatment } = input;
  const prior = input.prior ?? { a: 0.5, b: 0.5 };
  const refusal = refusalOf([
    ...checkProportion(control, 'control'),
    ...checkProportion(treatment, 'treatment'),
    ...checkPositive(prior.a, 'prior.a'),
    ...checkPositive(prior.b, 'prior.b'),
  ]);
  if (refusal) return refusal;
  const posterior = (sample: ProportionSample): Shapes => ({
    a: prior.a + sample.successes,
    b: prior.b + sample.n - sample.successes,
  });
  const c = posterior(control);
  const t = posterior(treatment);
  return computed(
    control.n >= treatment.n
      ? expectation(c, x => betaSf(x, t.a, t.b))
      : expectation(t, x => betaCdf(x, c.a, c.b)),
  );
};
