import { adjustPValues } from '../fixed-horizon/adjust-p-values';
import type {
  HypothesisTag,
  PAdjustMethod,
} from '../fixed-horizon/adjust-p-values';
import type { Adapter, AdapterTable } from './adapter';
import { mapResult } from './adapter';
import type { JsonObject } from './case-input';
import {
  hasValue,
  numberAt,
  numbersAt,
  objectsAt,
  oneOf,
  textAt,
  textOr,
} from './case-input';

// Names under which R, statsmodels and the specification know the methods.
const ADJUST_METHODS: Readonly<Record<string, PAdjustMethod>> = {
  none: 'none',
  bonferroni: 'bonferroni',
  holm: 'holm',
  hochberg: 'hochberg',
  'simes-hochberg': 'hochberg',
  hommel: 'hommel',
  sidak: 'sidak',
  'holm-sidak': 'holm-sidak',
  bh: 'bh',
  fdr_bh: 'bh',
  fdr: 'bh',
  by: 'by',
  fdr_by: 'by',
  tsbh: 'two-stage-bh',
  fdr_tsbh: 'two-stage-bh',
  'two-stage-bh': 'two-stage-bh',
  bky: 'two-stage-bky',
  tsbky: 'two-stage-bky',
  fdr_tsbky: 'two-stage-bky',
  'two-stage-bky': 'two-stage-bky',
  'bonferroni-only-count-twosided': 'only-count-two-sided',
  'only-count-two-sided': 'only-count-two-sided',
  'bonferroni-do-not-count-non-inferiority': 'do-not-count-non-inferiority',
  'do-not-count-non-inferiority': 'do-not-count-non-inferiority',
  'spot-1-bonferroni': 'spot-1-bonferroni',
  'spot-1-holm': 'spot-1-holm',
  'spot-1-hommel': 'spot-1-hommel',
  'spot-1-simes-hochberg': 'spot-1-hochberg',
  'spot-1-hochberg': 'spot-1-hochberg',
  'spot-1-sidak': 'spot-1-sidak',
  'spot-1-holm-sidak': 'spot-1-holm-sidak',
  'spot-1-fdr_bh': 'spot-1-bh',
  'spot-1-fdr_by': 'spot-1-by',
  'spot-1-fdr_tsbh': 'spot-1-two-stage-bh',
  'spot-1-fdr_tsbky': 'spot-1-two-stage-bky',
};

const tagsOf = (input: JsonObject): readonly HypothesisTag[] =>
  objectsAt(input, 'hypotheses').map(tag => ({
    test: oneOf<'superiority' | 'non-inferiority'>(tag, 'test', [
      'superiority',
      'non-inferiority',
    ]),
    sides: numberAt(tag, 'sides') === 2 ? 2 : 1,
    comparison: textOr(tag, 'comparison', ''),
  }));

const pAdjust: Adapter = input => {
  const name = textAt(input, 'method');
  const method = ADJUST_METHODS[name.toLowerCase()];
  if (!method) throw new TypeError(`The method '${name}' is not known.`);
  return mapResult(
    adjustPValues({
      pValues: numbersAt(input, 'p_values'),
      method,
      alpha: numberAt(input, 'alpha'),
      ...(hasValue(input, 'hypotheses') ? { hypotheses: tagsOf(input) } : {}),
    }),
    value => ({
      adjusted: value.adjusted,
      reject: value.reject,
      levels: value.levels,
      interval_alphas: value.intervalAlphas,
    }),
  );
};

/** Corrections for several tests. */
export const multiplicityAdapters: AdapterTable = { p_adjust: pAdjust };
