import { checkAlpha, checkCount, checkPower } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** Of an error rate, less than this is left by rounding only. */
export const LEAST_RATE = 1e-9;

/** What an experiment's decision rule has to hold, for its design. */
export type DecisionRuleInput = {
  /**
   * 1: a success metric is better and every guardrail is non-inferior. 2: and
   * no metric is worse and no quality check fails.
   */
  readonly rule: 1 | 2;
  readonly successMetrics: number;
  /** Guardrails with a margin; one without is a deterioration metric. */
  readonly guardrailsWithNim: number;
  /** Variants compared with the control; default 1. */
  readonly treatmentVariants?: number;
  /** Risk of shipping by mistake. */
  readonly alpha: number;
  /** Chance of shipping a variant that is as good as designed for. */
  readonly power: number;
  /** Rule 2: budget of false alarms; default alpha. */
  readonly alphaDeterioration?: number;
  /** Rule 2: deterioration metrics beyond success metrics and guardrails. */
  readonly extraDeteriorationMetrics?: number;
  /** Rule 2: health checks such as the sample ratio. */
  readonly qualityTests?: number;
  /**
   * Rule 2: `default` ignores the power lost to false alarms, `strict` pays
   * for it, which needs 1 − power > alphaDeterioration.
   */
  readonly guarantee?: 'default' | 'strict';
};

/** Levels at which each test of the rule is run and sized. */
export type DecisionRuleDesign = {
  /** Level of each superiority test. */
  readonly alphaSuccess: number;
  /** Level of each non-inferiority test. */
  readonly alphaGuardrail: number;
  /** Rule 2: level of each deterioration and quality test. */
  readonly alphaDeterioration?: number;
  /** Power each metric is sized for. */
  readonly powerPerMetric: number;
};

const checkStrict = (input: DecisionRuleInput): readonly StatsProblem[] => {
  const alphaMinus = input.alphaDeterioration ?? input.alpha;
  if (input.guarantee !== 'strict') return [];
  if (input.rule === 1) {
    return [
      {
        code: 'ETUDE_STATS_UNSUPPORTED',
        path: 'guarantee',
        message:
          'guarantee is strict, but rule 1 has no deterioration tests to pay for. Use rule 2 or the default guarantee.',
      },
    ];
  }
  return 1 - input.power - alphaMinus > LEAST_RATE
    ? []
    : [
        {
          code: 'ETUDE_STATS_INVALID_POWER',
          path: 'power',
          message: `power is ${input.power}: with false alarms of ${alphaMinus} a power of 1 − ${alphaMinus} or more cannot be guaranteed. Lower the power or alphaDeterioration.`,
        },
      ];
};

const checkInput = (input: DecisionRuleInput): readonly StatsProblem[] => {
  const metrics = input.successMetrics + input.guardrailsWithNim;
  return [
    ...checkCount(input.successMetrics, 'successMetrics'),
    ...checkCount(input.guardrailsWithNim, 'guardrailsWithNim'),
    ...checkCount(input.treatmentVariants ?? 1, 'treatmentVariants', 1),
    ...checkCount(
      input.extraDeteriorationMetrics ?? 0,
      'extraDeteriorationMetrics',
    ),
    ...checkCount(input.qualityTests ?? 0, 'qualityTests'),
    ...checkAlpha(input.alpha),
    ...checkAlpha(
      input.alphaDeterioration ?? input.alpha,
      'alphaDeterioration',
    ),
    ...checkPower(input.power),
    ...checkStrict(input),
    ...(metrics === 0
      ? [
          {
            code: 'ETUDE_STATS_EMPTY' as const,
            path: 'successMetrics',
            message:
              'There is no success metric and no guardrail with a margin: nothing could ever ship. Add one.',
          },
        ]
      : []),
  ];
};

/**
 * Adjusted level and power of every test of a decision rule.
 *
 * Success metrics: at least one has to win, so their level is α/(S·C) for S
 * metrics and C variants. Guardrails: all have to pass, so theirs is α/C.
 * Power per metric `1 − β/(G + min(S, 1))`; strict rule 2 uses β − α⁻. Each of
 * the S + G + D + Q deterioration and quality tests gets an equal share of α⁻.
 * Then the chance to ship by mistake is at most α and to miss at most β, under
 * any dependence. Source: Schultzberg, Ankargren & Frånberg 2024, arXiv
 * 2402.11609, proposition 3.1; strict mode by the union bound.
 *
 * α⁻ is not divided by the variants. α is, because a mistake with any variant
 * is a mistake; but a false veto is a *missed* ship, and β and all that counts
 * against it hold per variant, each being a ship decision of its own. Dividing
 * would only make the watch over harm slower. Over the whole experiment false
 * alarms are therefore bounded by C·α⁻, not α⁻. Quality tests count once: one
 * of them vetoes every variant.
 *
 * With S = 0 `alphaSuccess` is what a first success metric would get. Refuses
 * a rule without any metric and a strict power that cannot be reached.
 */
export const decisionRuleDesign = (
  input: DecisionRuleInput,
): StatsResult<DecisionRuleDesign> => {
  const refusal = refusalOf(checkInput(input));
  if (refusal) return refusal;
  const { successMetrics, guardrailsWithNim } = input;
  const variants = input.treatmentVariants ?? 1;
  const alphaMinus = input.alphaDeterioration ?? input.alpha;
  const beta = 1 - input.power;
  const spendable = input.guarantee === 'strict' ? beta - alphaMinus : beta;
  const design = {
    alphaSuccess: input.alpha / (Math.max(successMetrics, 1) * variants),
    alphaGuardrail: input.alpha / variants,
    powerPerMetric:
      1 - spendable / (guardrailsWithNim + Math.min(successMetrics, 1)),
  };
  if (input.rule === 1) return computed(design);
  const tests =
    successMetrics +
    guardrailsWithNim +
    (input.extraDeteriorationMetrics ?? 0) +
    (input.qualityTests ?? 0);
  return computed({ ...design, alphaDeterioration: alphaMinus / tests });
};
