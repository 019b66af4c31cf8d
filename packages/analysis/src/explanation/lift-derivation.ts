import {
  normalUpperQuantile,
  relativeLift,
  studentTUpperQuantile,
  varianceOfMean,
} from '@etude/stats';
import type { MetricLift } from '../analysis-result';
import type { ComparedSamples } from '../metrics/compared-samples';
import type { ExplainedStep } from './figure-explanation';
import { step } from './figure-explanation';
import { SOURCES } from './sources';

const treatmentMeanOf = ({ control, treatment, baseline }: ComparedSamples) =>
  baseline + (treatment.mean - control.mean);

const stdErrOf = (samples: ComparedSamples, alpha: number): number => {
  const { control, treatment, baseline, df } = samples;
  const lift = relativeLift({
    control: { mean: baseline, stdErr: Math.sqrt(varianceOfMean(control)) },
    treatment: {
      mean: treatmentMeanOf(samples),
      stdErr: Math.sqrt(varianceOfMean(treatment)),
    },
    alpha,
    df,
  });
  return lift.ok ? lift.value.stdErr : Number.NaN;
};

const deltaSteps = (
  samples: ComparedSamples,
  { estimate, ci }: MetricLift,
  alpha: number,
): readonly ExplainedStep[] => [
  step('L', '(m_0 + d) / m_0 - 1', estimate),
  step(
    'se_L',
    'sqrt(v_T / n_T / m_0^2 + (m_0 + d)^2 * v_C / n_C / m_0^4)',
    stdErrOf(samples, alpha),
  ),
  step('lower', 'L - q * se_L', ci[0]),
  step('upper', 'L + q * se_L', ci[1]),
];

const fiellerSteps = (
  samples: ComparedSamples,
  { estimate, ci }: MetricLift,
  alpha: number,
): readonly ExplainedStep[] => {
  const { control, treatment, baseline, df } = samples;
  const q =
    df === Infinity
      ? normalUpperQuantile(alpha / 2)
      : studentTUpperQuantile(alpha / 2, df);
  const mean = treatmentMeanOf(samples);
  return [
    step('L', '(m_0 + d) / m_0 - 1', estimate),
    step(
      'A',
      'm_0^2 - q^2 * v_C / n_C',
      baseline ** 2 - q ** 2 * varianceOfMean(control),
    ),
    step('B', 'm_0 * (m_0 + d)', baseline * mean),
    step(
      'C',
      '(m_0 + d)^2 - q^2 * v_T / n_T',
      mean ** 2 - q ** 2 * varianceOfMean(treatment),
    ),
    step('lower', '(B - sqrt(B^2 - A * C)) / A - 1', ci[0]),
    step('upper', '(B + sqrt(B^2 - A * C)) / A - 1', ci[1]),
  ];
};

/** How the interval of a lift was made. */
export type LiftDerivation = {
  readonly formula: string;
  /** From `m_0`, `d`, `q`, variances and counts to both ends. */
  readonly steps: readonly ExplainedStep[];
  readonly source: string;
};

/** The interval of a lift at the two-sided level `alpha`, step by step. */
export const liftDerivation = (
  samples: ComparedSamples,
  lift: MetricLift,
  alpha: number,
): LiftDerivation =>
  lift.method === 'fieller'
    ? {
        formula:
          'all r − 1 with (m_T − r m_0)² ≤ q² (v_T/n_T + r² v_C/n_C), because the control mean is within ten standard errors of 0',
        steps: fiellerSteps(samples, lift, alpha),
        source: SOURCES.fieller,
      }
    : {
        formula:
          'L ± q · se_L, with se_L² = v_T/n_T / m_0² + m_T² · v_C/n_C / m_0⁴',
        steps: deltaSteps(samples, lift, alpha),
        source: SOURCES.delta,
      };
