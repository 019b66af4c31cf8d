import type { Adapter, AdapterTable } from './adapter';
import { bayesAdapters } from './bayes-adapters';
import type { JsonObject } from './case-input';
import { isJsonObject, listAt, textAt } from './case-input';
import { clusterAdapters } from './cluster-adapters';
import { differences } from './compare';
import { covariateAdapters } from './covariate-adapters';
import { decisionAdapters } from './decision-adapters';
import { designAdapters } from './design-adapters';
import { distributionAdapters } from './distribution-adapters';
import { fixedPrecisionAdapters } from './fixed-precision-adapters';
import { liftAdapters } from './lift-adapters';
import { metaAnalysisAdapters } from './meta-analysis-adapters';
import { multiplicityAdapters } from './multiplicity-adapters';
import { planningAdapters } from './planning-adapters';
import { quantileAdapters } from './quantile-adapters';
import { sequentialAdapters } from './sequential-adapters';
import { sequentialPlanningAdapters } from './sequential-planning-adapters';
import { testAdapters } from './test-adapters';
import { validityAdapters } from './validity-adapters';

/** What became of a set of cases. */
export type ConformanceReport = {
  readonly passed: number;
  readonly failed: readonly {
    readonly id: string;
    readonly kind: string;
    readonly message: string;
  }[];
  readonly skipped: readonly {
    readonly id: string;
    readonly kind: string;
    readonly reason: string;
  }[];
};

/** What computes each kind of case. */
export const ADAPTERS: AdapterTable = {
  ...distributionAdapters,
  ...testAdapters,
  ...liftAdapters,
  ...multiplicityAdapters,
  ...quantileAdapters,
  ...covariateAdapters,
  ...clusterAdapters,
  ...sequentialAdapters,
  ...sequentialPlanningAdapters,
  ...fixedPrecisionAdapters,
  ...designAdapters,
  ...planningAdapters,
  ...validityAdapters,
  ...bayesAdapters,
  ...decisionAdapters,
  ...metaAnalysisAdapters,
};

/** The kinds of cases that can be run, sorted. */
export const statisticsCaseKinds = (): readonly string[] =>
  Object.keys(ADAPTERS).sort();

const outputOf = (adapter: Adapter, input: JsonObject): JsonObject => {
  const result = adapter(input);
  return result.ok
    ? result.value
    : {
        problems: result.problems.map(problem => problem.code),
        bounded: !result.problems.some(
          problem => problem.code === 'ETUDE_STATS_UNBOUNDED_INTERVAL',
        ),
      };
};

// A case that cannot be read is a failed case with a reason, so that one of
// them does not hide the results of the others.
const failureOf = (adapter: Adapter, item: JsonObject): string | undefined => {
  const { input, expected, tolerance } = item;
  if (!isJsonObject(input) || !isJsonObject(expected)) {
    return 'The case has no input or no expected object.';
  }
  try {
    const found = differences(
      outputOf(adapter, input),
      expected,
      isJsonObject(tolerance) ? tolerance : {},
    );
    return found.length > 0 ? found.join('; ') : undefined;
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
};

const casesOf = (cases: unknown): readonly unknown[] => {
  if (Array.isArray(cases)) return cases;
  return isJsonObject(cases) ? listAt(cases, 'cases') : [cases];
};

/**
 * Runs statistics cases, the content of a `cases.json`, against this package.
 *
 * Takes a list of `{id, kind, input, expected, tolerance}` or an object with
 * such a list under `cases`. A kind that is not implemented is skipped by
 * name; an unreadable case fails with its reason. Expected refusals are
 * written `{"problems": [codes]}`.
 */
export const runStatisticsCases = (cases: unknown): ConformanceReport => {
  const failed: { id: string; kind: string; message: string }[] = [];
  const skipped: { id: string; kind: string; reason: string }[] = [];
  let passed = 0;
  for (const [index, item] of casesOf(cases).entries()) {
    if (!isJsonObject(item) || typeof item['kind'] !== 'string') {
      const message = 'The case is not an object with a kind.';
      failed.push({ id: `#${index}`, kind: 'unknown', message });
      continue;
    }
    const kind = textAt(item, 'kind');
    const id = typeof item['id'] === 'string' ? item['id'] : `#${index}`;
    const adapter = Object.hasOwn(ADAPTERS, kind) ? ADAPTERS[kind] : undefined;
    if (!adapter) {
      skipped.push({ id, kind, reason: `kind '${kind}' is not implemented` });
      continue;
    }
    const message = failureOf(adapter, item);
    if (message === undefined) passed += 1;
    else failed.push({ id, kind, message });
  }
  return { passed, failed, skipped };
};
