import { isEtudeError } from '@etude/kernel';
import type { ErrorKind } from '@etude/kernel';
import type { RunProblem } from '@etude/plugin-metrics-common';
import { WAREHOUSE_ADVICE, WAREHOUSE_ERROR_CODES } from '@etude/warehouse';
import type { WarehouseFailure } from '@etude/warehouse';

type Cause = NonNullable<RunProblem['cause']>;

type Diagnosis = { readonly cause: Cause; readonly fix: string };

const CAUSE_OF_WAREHOUSE: Readonly<Record<WarehouseFailure, Cause>> = {
  sql: 'definition',
  'not-read-only': 'definition',
  permission: 'permission',
  authentication: 'permission',
  unreachable: 'unreachable',
  timeout: 'timeout',
  quota: 'busy',
  'out-of-memory': 'memory',
  file: 'storage',
  'client-missing': 'engine',
  cancelled: 'cancelled',
  closed: 'interrupted',
  engine: 'engine',
};

const isWarehouseFailure = (name: string): name is WarehouseFailure =>
  name in CAUSE_OF_WAREHOUSE;

const OF_WAREHOUSES: readonly (readonly [string, Diagnosis])[] = Object.entries(
  WAREHOUSE_ERROR_CODES,
).flatMap(([failure, code]) =>
  isWarehouseFailure(failure)
    ? [
        [
          code,
          {
            cause: CAUSE_OF_WAREHOUSE[failure],
            fix: WAREHOUSE_ADVICE[failure],
          },
        ],
      ]
    : [],
);

const RUN_AGAIN = 'Run it again when you need the answer.';

const BY_CODE: ReadonlyMap<string, Diagnosis> = new Map([
  ...OF_WAREHOUSES,
  [
    'ETUDE_METRICS_COMPUTATION_REFUSED',
    {
      cause: 'definition' as const,
      fix: 'Correct what is listed in the definitions or in the plan.',
    },
  ],
  [
    'ETUDE_METRICS_BUDGET_EXCEEDED',
    {
      cause: 'budget' as const,
      fix: 'Wait for the next period, or ask for a larger budget.',
    },
  ],
  [
    'ETUDE_METRICS_QUERY_TOO_LARGE',
    {
      cause: 'limit' as const,
      fix: 'Ask for a shorter time or fewer metrics, or have the limit of this warehouse raised.',
    },
  ],
  [
    'ETUDE_METRICS_QUERY_TIMEOUT',
    { cause: 'timeout' as const, fix: WAREHOUSE_ADVICE.timeout },
  ],
  [
    'ETUDE_METRICS_QUEUE_FULL',
    { cause: 'busy' as const, fix: WAREHOUSE_ADVICE.quota },
  ],
  [
    'ETUDE_METRICS_QUERY_CANCELLED',
    { cause: 'cancelled' as const, fix: RUN_AGAIN },
  ],
  [
    'ETUDE_METRICS_RUN_CANCELLED',
    { cause: 'cancelled' as const, fix: RUN_AGAIN },
  ],
  [
    'ETUDE_METRICS_RUN_INTERRUPTED',
    { cause: 'interrupted' as const, fix: RUN_AGAIN },
  ],
]);

const BY_KIND: Readonly<Record<ErrorKind, Diagnosis>> = {
  user: {
    cause: 'definition',
    fix: 'Correct the definition or the plan that the message names.',
  },
  operational: {
    cause: 'engine',
    fix: 'Try again; if it fails again, look at the log of the backend.',
  },
  bug: { cause: 'bug', fix: 'Please report this.' },
};

/** What went wrong and what to do, by the code of an error. */
const diagnose = (code: string, kind: ErrorKind): Diagnosis =>
  BY_CODE.get(code) ?? BY_KIND[kind];

/** An error as a run keeps it: what it was, who can mend it, and how. */
export const problemOfError = (error: unknown): RunProblem => {
  if (!isEtudeError(error)) {
    return {
      code: 'ETUDE_METRICS_UNEXPECTED_ERROR',
      kind: 'bug',
      message: `The computation ended with an unexpected error: ${String(error)}. Please report this.`,
      ...BY_KIND.bug,
    };
  }
  const { code, kind, message, problems } = error;
  return {
    code,
    kind,
    message,
    ...diagnose(code, kind),
    ...(problems.length > 0
      ? {
          problems: problems.map(problem => ({
            code: problem.code,
            message: problem.message,
            ...(problem.path === undefined ? {} : { path: problem.path }),
          })),
        }
      : {}),
  };
};
