import type { Problem, Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import { parseOptions } from '../options';
import { parseNumber } from './parse-number';
import type { RequestedMetric, RequestedRole } from './requested-metric';
import { readRequestedMetric } from './requested-metric';
import type { RequestedWeights } from './requested-weights';
import { readRequestedWeights } from './requested-weights';

/** What the words of the command ask for. */
export type AnalyzeRequest = {
  readonly file: string;
  readonly unitColumn: string;
  readonly variantColumn: string;
  readonly control: string;
  readonly metrics: readonly RequestedMetric[];
  /** Null: equal weights. */
  readonly weights: RequestedWeights | null;
  readonly alpha: number;
  readonly power: number;
  readonly output: 'text' | 'json';
};

const OPTIONS = {
  unit: { type: 'string' },
  variant: { type: 'string' },
  control: { type: 'string' },
  success: { type: 'string', multiple: true },
  guardrail: { type: 'string', multiple: true },
  weights: { type: 'string' },
  alpha: { type: 'string', default: '0.05' },
  power: { type: 'string', default: '0.8' },
  json: { type: 'boolean', default: false },
} as const;

const option = (path: string, message: string): Problem => ({
  code: 'ETUDE_CLI_OPTION',
  path,
  message,
});

/** Collects problems beside the values that could be read. */
const collector = () => {
  const problems: Problem[] = [];
  return {
    problems,
    required: (path: string, value: string | undefined, fix: string) => {
      if (value === undefined || value === '') {
        problems.push(option(path, `It is missing. ${fix}`));
      }
      return value ?? '';
    },
    number: (path: string, text: string, example: string) => {
      const value = parseNumber(text);
      if (value === undefined) {
        problems.push(
          option(path, `'${text}' is not a number. Write ${example}.`),
        );
      }
      return value ?? Number.NaN;
    },
    value: <T>(result: Result<T>): T | undefined => {
      if (result.ok) return result.value;
      problems.push(...result.problems);
      return undefined;
    },
  };
};

const readMetrics = (
  read: ReturnType<typeof collector>,
  asked: Readonly<Record<RequestedRole, readonly string[]>>,
): RequestedMetric[] => {
  const texts = (['success', 'guardrail'] as const).flatMap(role =>
    asked[role].map(text => ({ role, text })),
  );
  if (texts.length === 0) {
    read.problems.push(
      option(
        '--success',
        'No metric is named, so nothing could be decided. Give at least one --success or --guardrail.',
      ),
    );
  }
  return texts.flatMap(({ role, text }) => {
    const metric = read.value(readRequestedMetric(role, text));
    return metric === undefined ? [] : [metric];
  });
};

/**
 * The request that the words of `./etude analyze` make, or everything that
 * cannot be understood in them.
 *
 * @throws ETUDE_CLI_OPTION for an option that does not exist.
 */
export const readAnalyzeRequest = (
  argv: readonly string[],
): Result<AnalyzeRequest> => {
  const { values, positionals } = parseOptions(argv, 'analyze', OPTIONS);
  const read = collector();
  const [file, ...more] = positionals;
  if (more.length > 0) {
    read.problems.push(
      option(
        'FILE',
        `'${more.join("', '")}' comes after the file '${file}'. Give one file, and quote names with spaces.`,
      ),
    );
  }
  const request: AnalyzeRequest = {
    file: read.required('FILE', file, 'Name a CSV or Parquet file.'),
    unitColumn: read.required(
      '--unit',
      values.unit,
      'Name the column that identifies the unit.',
    ),
    variantColumn: read.required(
      '--variant',
      values.variant,
      'Name the column that holds the variant.',
    ),
    control: read.required(
      '--control',
      values.control,
      'Name the variant that the others are compared with.',
    ),
    metrics: readMetrics(read, {
      success: values.success ?? [],
      guardrail: values.guardrail ?? [],
    }),
    weights:
      values.weights === undefined
        ? null
        : (read.value(readRequestedWeights(values.weights)) ?? null),
    alpha: read.number('--alpha', values.alpha, '--alpha 0.05 for 5 %'),
    power: read.number('--power', values.power, '--power 0.8 for 80 %'),
    output: values.json ? 'json' : 'text',
  };
  const [first, ...rest] = read.problems;
  return first === undefined ? ok(request) : refused(first, ...rest);
};
