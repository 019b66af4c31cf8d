import {
  decisionRuleDesign,
  groupSequentialBounds,
  normalQuantile,
  normalUpperQuantile,
} from '@etude/stats';
import { valueOf } from '../../study';
import type { Correction } from './published-rates';

/** Metrics and checks of the simulated experiments. */
export const FAMILY = { success: 5, guardrails: 5, extra: 2, quality: 2 };

/** Looks of the deterioration and quality tests, equally spaced. */
export const LOOKS = 10;

const ALPHA = 0.05;
const POWER = 0.8;

/** Critical values of every test under one correction. */
export type TestLevels = {
  /** One-sided, of a success metric's superiority test. */
  readonly zSuccess: number;
  /** One-sided, of a guardrail's non-inferiority test. */
  readonly zGuardrail: number;
  /** Expected z at the end of a metric with its planned effect. */
  readonly successDrift: number;
  /** The margin of a guardrail in standard errors at the end. */
  readonly guardrailDrift: number;
  /** Of √t·z at every look: a test rejects below the negative bound. */
  readonly bounds: Float64Array;
};

type Levels = {
  readonly alphaSuccess: number;
  readonly alphaGuardrail: number;
  readonly alphaDeterioration: number;
  readonly powerPerMetric: number;
};

const { success, guardrails, extra, quality } = FAMILY;

const corrected = (guarantee: 'default' | 'strict'): Levels => {
  const { alphaDeterioration = Number.NaN, ...levels } = valueOf(
    decisionRuleDesign({
      rule: 2,
      successMetrics: success,
      guardrailsWithNim: guardrails,
      extraDeteriorationMetrics: extra,
      qualityTests: quality,
      alpha: ALPHA,
      power: POWER,
      guarantee,
    }),
  );
  return { ...levels, alphaDeterioration };
};

const levelsOf = (correction: Correction): Levels => {
  switch (correction) {
    case 'none':
      return {
        alphaSuccess: ALPHA,
        alphaGuardrail: ALPHA,
        alphaDeterioration: ALPHA,
        powerPerMetric: POWER,
      };
    case 'only alpha':
      return {
        alphaSuccess: ALPHA / (success + guardrails),
        alphaGuardrail: ALPHA / (success + guardrails),
        alphaDeterioration: ALPHA / (success + guardrails + extra + quality),
        powerPerMetric: POWER,
      };
    default:
      return corrected(correction);
  }
};

/** The levels of the shipped design, or of what it is compared with. */
export const testLevelsOf = (correction: Correction): TestLevels => {
  const levels = levelsOf(correction);
  const zSuccess = normalUpperQuantile(levels.alphaSuccess);
  const zGuardrail = normalUpperQuantile(levels.alphaGuardrail);
  const zPower = normalQuantile(levels.powerPerMetric);
  const fractions = Array.from({ length: LOOKS }, (_, k) => (k + 1) / LOOKS);
  const { z } = valueOf(
    groupSequentialBounds({
      spending: { kind: 'power', exponent: 2 },
      informationFractions: fractions,
      alpha: levels.alphaDeterioration,
      sides: 1,
    }),
  );
  return {
    zSuccess,
    zGuardrail,
    successDrift: zSuccess + zPower,
    guardrailDrift: zGuardrail + zPower,
    bounds: Float64Array.from(
      z,
      (bound, k) => bound * Math.sqrt(fractions[k] ?? Number.NaN),
    ),
  };
};
