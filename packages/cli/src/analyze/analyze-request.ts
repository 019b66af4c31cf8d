import type { Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import { parseOptions } from '../options';
import type { OptionReader } from './option-reader';
import { optionProblem, optionReader } from './option-reader';
import type { RequestedCovariate } from './requested-covariate';
import { readRequestedCovariate } from './requested-covariate';
import type { RequestedDesign } from './requested-design';
import { readRequestedDesign } from './requested-design';
import type { RequestedLooks } from './requested-looks';
import { readRequestedLooks } from './requested-looks';
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
  readonly design: RequestedDesign;
  /** Null: one look at the whole file. */
  readonly looks: RequestedLooks | null;
  readonly covariates: readonly RequestedCovariate[];
  /** Null: units were assigned one by one. */
  readonly clusterColumn: string | null;
  readonly dimensions: readonly string[];
  readonly output: 'text' | 'json';
};

/** Every option of the command; its help names them all. */
export const ANALYZE_OPTIONS = {
  unit: { type: 'string' },
  variant: { type: 'string' },
  control: { type: 'string' },
  success: { type: 'string', multiple: true },
  guardrail: { type: 'string', multiple: true },
  weights: { type: 'string' },
  alpha: { type: 'string', default: '0.05' },
  power: { type: 'string', default: '0.8' },
  design: { type: 'string', default: 'fixed-horizon' },
  'planned-units': { type: 'string' },
  spending: { type: 'string' },
  'over-run': { type: 'string' },
  width: { type: 'string' },
  'burn-in': { type: 'string' },
  guarantee: { type: 'string' },
  looks: { type: 'string' },
  covariate: { type: 'string', multiple: true },
  cluster: { type: 'string' },
  dimension: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const;

const readMetrics = (
  read: OptionReader,
  asked: Readonly<Partial<Record<RequestedRole, readonly string[]>>>,
): RequestedMetric[] => {
  const texts = (['success', 'guardrail'] as const).flatMap(role =>
    (asked[role] ?? []).map(text => ({ role, text })),
  );
  if (texts.length === 0) {
    read.problems.push(
      optionProblem(
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

const readCovariates = (
  read: OptionReader,
  texts: readonly string[] | undefined,
  metrics: readonly RequestedMetric[],
): RequestedCovariate[] =>
  (texts ?? []).flatMap(text => {
    const covariate = read.value(readRequestedCovariate(text, metrics));
    return covariate === undefined ? [] : [covariate];
  });

type Values = ReturnType<typeof parseOptions<typeof ANALYZE_OPTIONS>>['values'];

/** Where units, variants and clusters are found. */
const readTable = (read: OptionReader, values: Values) => ({
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
  weights:
    values.weights === undefined
      ? null
      : (read.value(readRequestedWeights(values.weights)) ?? null),
  clusterColumn: values.cluster ?? null,
  dimensions: values.dimension ?? [],
});

/** How the decision is made, and at which looks. */
const readDecision = (read: OptionReader, values: Values) => ({
  alpha: read.number('--alpha', values.alpha, '--alpha 0.05 for 5 %'),
  power: read.number('--power', values.power, '--power 0.8 for 80 %'),
  design: readRequestedDesign(read, values, values.looks !== undefined),
  looks:
    values.looks === undefined
      ? null
      : (read.value(readRequestedLooks(values.looks)) ?? null),
});

/**
 * The request that the words of `./etude analyze` make, or everything that
 * cannot be understood in them.
 *
 * @throws ETUDE_CLI_OPTION for an option that does not exist.
 */
export const readAnalyzeRequest = (
  argv: readonly string[],
): Result<AnalyzeRequest> => {
  const { values, positionals } = parseOptions(
    argv,
    'analyze',
    ANALYZE_OPTIONS,
  );
  const read = optionReader();
  const [file, ...more] = positionals;
  if (more.length > 0) {
    read.problems.push(
      optionProblem(
        'FILE',
        `'${more.join("', '")}' comes after the file '${file}'. Give one file, and quote names with spaces.`,
      ),
    );
  }
  const name = read.required('FILE', file, 'Name a CSV or Parquet file.');
  const table = readTable(read, values);
  const metrics = readMetrics(read, values);
  const request: AnalyzeRequest = {
    file: name,
    ...table,
    metrics,
    covariates: readCovariates(read, values.covariate, metrics),
    ...readDecision(read, values),
    output: values.json ? 'json' : 'text',
  };
  const [first, ...rest] = read.problems;
  return first === undefined ? ok(request) : refused(first, ...rest);
};
