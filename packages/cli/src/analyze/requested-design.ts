import type { Problem } from '@etude/kernel';
import type { ExperimentDesign, PlannedSpending } from '@etude/lifecycle';
import type { OptionReader } from './option-reader';
import { optionProblem } from './option-reader';
import { parseNumber } from './parse-number';

const KINDS = [
  'fixed-horizon',
  'fixed-power',
  'fixed-width',
  'group-sequential',
  'always-valid',
] as const satisfies readonly ExperimentDesign['kind'][];

type DesignKind = (typeof KINDS)[number];

/** The design as asked for; null where the design has no such thing. */
export type RequestedDesign = {
  readonly kind: DesignKind;
  /** Units over all variants; null: as many as there are at the last look. */
  readonly plannedUnits: number | null;
  readonly spending: PlannedSpending | null;
  readonly overRun: 'rescale' | 'strict' | null;
  readonly widthRelative: number | null;
  readonly burnInUnits: number | null;
  readonly guarantee: 'default' | 'strict';
};

/** Texts of the options that describe a design. */
export type DesignTexts = {
  readonly design: string;
  readonly 'planned-units'?: string | undefined;
  readonly spending?: string | undefined;
  readonly 'over-run'?: string | undefined;
  readonly width?: string | undefined;
  readonly 'burn-in'?: string | undefined;
  readonly guarantee?: string | undefined;
};

type OwnOption = Exclude<keyof DesignTexts, 'design' | 'guarantee'>;

const PRECISION: readonly DesignKind[] = ['fixed-power', 'fixed-width'];
const SEQUENTIAL: readonly DesignKind[] = ['group-sequential', 'always-valid'];

/** Which designs an option belongs to, and what it would mean there. */
const BELONGS: Readonly<
  Record<Exclude<OwnOption, 'planned-units'>, readonly DesignKind[]>
> = {
  spending: ['group-sequential'],
  'over-run': ['group-sequential'],
  width: ['fixed-width'],
  'burn-in': PRECISION,
};

const SPENDING_WORDS =
  'obrien-fleming, pocock, power:2 or hwang-shih-decani:-4';

const readSpending = (
  read: OptionReader,
  text: string,
): PlannedSpending | null => {
  const [kind, parameter, ...more] = text.split(':');
  const number = parameter === undefined ? undefined : parseNumber(parameter);
  if (more.length === 0) {
    if (kind === 'obrien-fleming' && parameter === undefined) return { kind };
    if (kind === 'pocock' && parameter === undefined) return { kind };
    if (kind === 'power' && number !== undefined) {
      return { kind, exponent: number };
    }
    if (kind === 'hwang-shih-decani' && number !== undefined) {
      return { kind, gamma: number };
    }
  }
  read.problems.push(
    optionProblem(
      '--spending',
      `'${text}' is no way to spend the false-positive rate over looks. Write ${SPENDING_WORDS}.`,
    ),
  );
  return null;
};

const strayProblems = (
  kind: DesignKind,
  texts: DesignTexts,
): readonly Problem[] =>
  (['spending', 'over-run', 'width', 'burn-in'] as const).flatMap(name => {
    const designs = BELONGS[name];
    return texts[name] === undefined || designs.includes(kind)
      ? []
      : [
          optionProblem(
            `--${name}`,
            `It belongs to ${designs.join(' and ')}, and the design is ${kind}. Leave it out, or add --design ${designs[0]}.`,
          ),
        ];
  });

const plannedUnitsProblems = (
  kind: DesignKind,
  plannedUnits: number | null,
  hasLooks: boolean,
): readonly Problem[] => {
  const path = '--planned-units';
  if (plannedUnits === null) {
    return kind === 'group-sequential' && !hasLooks
      ? [
          optionProblem(
            path,
            'A group sequential test spends its false-positive rate by the share of the planned units, and neither their number nor its looks are named. Give --planned-units N when the file is one look of a longer test, or --looks COLUMN to replay all of its looks.',
          ),
        ]
      : [];
  }
  if (!SEQUENTIAL.includes(kind) && !hasLooks) {
    return [
      optionProblem(
        path,
        `A ${kind} test of a whole file is looked at once, so no plan of units enters it. Leave it out, add --looks COLUMN, or choose --design group-sequential.`,
      ),
    ];
  }
  return Number.isNaN(plannedUnits) ||
    (Number.isInteger(plannedUnits) && plannedUnits > 0)
    ? []
    : [
        optionProblem(
          path,
          `It is ${plannedUnits}: write a whole number of units above 0, over all variants together.`,
        ),
      ];
};

/**
 * The design that the options ask for. Problems go to `read`: words that are
 * not known, and options that say nothing about this design. Ranges are the
 * plan's to judge.
 */
export const readRequestedDesign = (
  read: OptionReader,
  texts: DesignTexts,
  hasLooks: boolean,
): RequestedDesign => {
  const known = read.oneOf('--design', texts.design, KINDS);
  const kind = known ?? 'fixed-horizon';
  const plannedUnits = read.optionalNumber(
    '--planned-units',
    texts['planned-units'],
    '--planned-units 20000',
  );
  const isGroupSequential = kind === 'group-sequential';
  const spending =
    texts.spending === undefined ? null : readSpending(read, texts.spending);
  const overRun = read.oneOf('--over-run', texts['over-run'], [
    'rescale',
    'strict',
  ]);
  const design: RequestedDesign = {
    kind,
    plannedUnits,
    spending:
      spending ?? (isGroupSequential ? { kind: 'obrien-fleming' } : null),
    overRun: overRun ?? (isGroupSequential ? 'rescale' : null),
    widthRelative: read.optionalNumber(
      '--width',
      texts.width,
      '--width 0.02 for intervals 2 % of the control mean wide',
    ),
    burnInUnits: read.optionalNumber(
      '--burn-in',
      texts['burn-in'],
      '--burn-in 100',
    ),
    guarantee:
      read.oneOf('--guarantee', texts.guarantee, ['default', 'strict']) ??
      'default',
  };
  if (known === null) return design;
  read.problems.push(
    ...strayProblems(kind, texts),
    ...plannedUnitsProblems(kind, plannedUnits, hasLooks),
  );
  if (kind === 'fixed-width' && texts.width === undefined) {
    read.required(
      '--width',
      undefined,
      'A fixed-width test ends when its intervals are narrow enough: --width 0.02 for 2 % of the control mean from end to end.',
    );
  }
  return design;
};
