import {
  crossoverCheck,
  CROSSOVER_THRESHOLD,
} from '../validity/crossover-check';
import { EXPOSURE_GAPS_ALPHA, exposureGaps } from '../validity/exposure-gaps';
import { preExposureCheck } from '../validity/pre-exposure-check';
import {
  SEQUENTIAL_SRM_CONCENTRATION,
  sequentialSrm,
} from '../validity/sequential-srm';
import { SRM_THRESHOLD, srmTest } from '../validity/srm-test';
import type { Adapter, AdapterTable } from './adapter';
import { mapResult } from './adapter';
import { listAt, numberAt, numberOr, numbersAt, objectsAt } from './case-input';
import { sampleAt } from './sample-input';

const srm: Adapter = input =>
  mapResult(
    srmTest({
      counts: numbersAt(input, 'counts'),
      weights: numbersAt(input, 'weights'),
      threshold: numberOr(input, 'threshold', SRM_THRESHOLD),
    }),
    value => ({
      statistic: value.statistic,
      df: value.df,
      p_value: value.pValue,
      srm: value.srm,
    }),
  );

const sequential: Adapter = input =>
  mapResult(
    sequentialSrm({
      batches: listAt(input, 'batches').map(counts =>
        numbersAt({ counts }, 'counts'),
      ),
      weights: numbersAt(input, 'weights'),
      concentration: numberOr(
        input,
        'dirichlet_concentration',
        SEQUENTIAL_SRM_CONCENTRATION,
      ),
      threshold: 0.01,
    }),
    value => ({
      log_bayes_factor: value.logBayesFactor,
      sequential_p: value.sequentialP,
      'srm_at_0.01': value.srm,
    }),
  );

const preExposure: Adapter = input =>
  mapResult(
    preExposureCheck({
      comparisons: objectsAt(input, 'metrics').map(metric => ({
        control: sampleAt(metric, 'control'),
        treatment: sampleAt(metric, 'treatment'),
      })),
      alpha: numberAt(input, 'alpha'),
      correction: input['correction'] === 'none' ? 'none' : 'bonferroni',
    }),
    value => ({
      p_values: value.pValues,
      threshold: value.threshold,
      imbalanced: value.imbalanced,
      any_imbalanced: value.anyImbalanced,
    }),
  );

const crossover: Adapter = input =>
  mapResult(
    crossoverCheck({
      unitsTotal: numberAt(input, 'units_total'),
      unitsInSeveralVariants: numberAt(input, 'units_in_multiple_groups'),
      threshold: numberOr(input, 'threshold', CROSSOVER_THRESHOLD),
    }),
    value => ({ share: value.share, unhealthy: value.unhealthy }),
  );

const gaps: Adapter = input =>
  mapResult(
    exposureGaps({
      counts: listAt(input, 'days').map(counts =>
        numbersAt({ counts }, 'counts'),
      ),
      alpha: numberOr(input, 'alpha', EXPOSURE_GAPS_ALPHA),
    }),
    value => ({
      least_p: value.leastP,
      threshold: value.threshold,
      short_days: value.shortDays.map(({ day }) => day),
      silent_days: value.silentDays,
    }),
  );

/** Health checks of an experiment. */
export const validityAdapters: AdapterTable = {
  srm_test: srm,
  sequential_srm: sequential,
  pre_exposure_check: preExposure,
  crossover_check: crossover,
  exposure_gaps: gaps,
};
