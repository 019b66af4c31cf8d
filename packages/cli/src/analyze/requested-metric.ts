import type { Problem, Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import type { ExperimentMetric, MetricDirection } from '@etude/lifecycle';
import { parseNumber } from './parse-number';

/** Role of a metric that the command line can ask for. */
export type RequestedRole = 'success' | 'guardrail';

/**
 * A metric as asked for: `metricId` is the name of its column, of a ratio of
 * two columns that are summed over units and divided, or a column with the
 * quantile of it that is compared, as in `latency:p95`.
 */
export type RequestedMetric = ExperimentMetric & {
  readonly role: RequestedRole;
  readonly ratio?: {
    readonly numerator: string;
    readonly denominator: string;
  };
  readonly quantile?: {
    readonly column: string;
    /** Between 0 and 1: 0.5 is the median. */
    readonly probability: number;
  };
};

/** The columns that a metric reads. */
export const metricColumns = ({
  metricId,
  ratio,
  quantile,
}: RequestedMetric): readonly string[] =>
  ratio === undefined
    ? [quantile?.column ?? metricId]
    : [ratio.numerator, ratio.denominator];

type Modifiers = {
  direction?: MetricDirection;
  effect?: { readonly key: 'mde' | 'nim'; readonly text: string };
  /** As in `p95`. */
  percentile?: string;
};

const EFFECT = { success: 'mde', guardrail: 'nim' } as const;

const isDirection = (word: string): word is MetricDirection =>
  word === 'increase' || word === 'decrease';

const PERCENTILE = /^p\d+(\.\d+)?$/;

/** Takes modifiers from the end, so that a column may hold a colon. */
const splitWords = (
  text: string,
): { readonly name: string; readonly modifiers: Modifiers } => {
  const words = text.split(':');
  const modifiers: Modifiers = {};
  while (words.length > 1) {
    const word = words.at(-1) ?? '';
    const effect = /^(mde|nim)=(.*)$/.exec(word);
    if (isDirection(word) && modifiers.direction === undefined) {
      modifiers.direction = word;
    } else if (effect && modifiers.effect === undefined) {
      const key = effect[1] === 'mde' ? 'mde' : 'nim';
      modifiers.effect = { key, text: effect[2] ?? '' };
    } else if (PERCENTILE.test(word) && modifiers.percentile === undefined) {
      modifiers.percentile = word;
    } else {
      break;
    }
    words.pop();
  }
  return { name: words.join(':'), modifiers };
};

const refusal = (role: RequestedRole, message: string) => {
  const problem: Problem = {
    code: 'ETUDE_ANALYZE_METRIC',
    path: `--${role}`,
    message,
  };
  return refused(problem);
};

type NamedColumns = Pick<RequestedMetric, 'metricId' | 'ratio' | 'quantile'>;

/** `NAME`, or `NAME=NUMERATOR/DENOMINATOR`. */
const readColumns = (role: RequestedRole, name: string) => {
  const [, metricId, quotient] = /^([^=]*)=(.*\/.*)$/.exec(name) ?? [];
  if (metricId === undefined || quotient === undefined) {
    return ok<NamedColumns>({ metricId: name });
  }
  const [numerator = '', denominator = '', ...more] = quotient.split('/');
  if (
    [metricId, numerator, denominator].includes('') ||
    numerator === denominator ||
    more.length > 0
  ) {
    return refusal(
      role,
      `'${name}' is no ratio of two columns. Write --${role} NAME=NUMERATOR/DENOMINATOR with two columns whose names have no slash, as in rate=clicks/views.`,
    );
  }
  return ok<NamedColumns>({ metricId, ratio: { numerator, denominator } });
};

/** A quantile of the values of units, `NAME:p95`, or the columns as they are. */
const readQuantile = (
  role: RequestedRole,
  columns: NamedColumns,
  percentile: string | undefined,
): Result<NamedColumns> => {
  if (percentile === undefined) return ok(columns);
  const { metricId: column, ratio } = columns;
  const name = `${column}:${percentile}`;
  if (ratio !== undefined) {
    return refusal(
      role,
      `'${name}' asks for a quantile of a ratio, which is one number over all units. Name one column, as in latency:p95.`,
    );
  }
  const probability = Number(percentile.slice(1)) / 100;
  return probability > 0 && probability < 1
    ? ok({ metricId: name, quantile: { column, probability } })
    : refusal(
        role,
        `'${name}' asks for a percentile that is not between 0 and 100. Write ${column}:p95 for the value that 95 % of the units stay below.`,
      );
};

/**
 * The metric that `NAME[=NUMERATOR/DENOMINATOR][:p95][:increase|decrease]`
 * with `[:mde=R]` (success) or `[:nim=R]` (guardrail) asks for. Ranges of
 * effects are the plan's to judge.
 */
export const readRequestedMetric = (
  role: RequestedRole,
  text: string,
): Result<RequestedMetric> => {
  const { name, modifiers } = splitWords(text);
  const { direction = 'increase', effect, percentile } = modifiers;
  const expected = EFFECT[role];
  if (name === '') {
    return refusal(
      role,
      `'${text}' names no column. Write --${role} NAME[:increase|decrease][:${expected}=R].`,
    );
  }
  const named = readColumns(role, name);
  if (!named.ok) return named;
  const columns = readQuantile(role, named.value, percentile);
  if (!columns.ok) return columns;
  if (effect === undefined) return ok({ ...columns.value, role, direction });
  if (effect.key !== expected) {
    return refusal(
      role,
      effect.key === 'nim'
        ? `'${text}' gives a success metric a margin, which only guardrails have. Write mde=${effect.text} for the effect to find, or --guardrail.`
        : `'${text}' gives a guardrail a minimum detectable effect, which only success metrics have. Write nim=${effect.text} for its margin, or --success.`,
    );
  }
  const value = parseNumber(effect.text);
  if (value === undefined) {
    return refusal(
      role,
      `'${text}': ${expected} is '${effect.text}', which is not a number. Write a share of the control mean: ${expected}=0.02 is 2 %.`,
    );
  }
  return ok({
    ...columns.value,
    role,
    direction,
    ...(role === 'success' ? { mdeRelative: value } : { nimRelative: value }),
  });
};
