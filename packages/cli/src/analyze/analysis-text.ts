import { adjustmentText } from './adjustment-text';
import type { AnalysisDocument } from './analysis-document';
import { breakdownSections } from './breakdown-text';
import * as format from './format-figures';
import { lookSections } from './look-text';
import { effectsText, precisionText, testsText } from './metric-text';
import { textTable } from './text-table';
import { indented, wrapped } from './wrapped-text';

const DESIGN_WORDS: Readonly<
  Record<AnalysisDocument['design']['kind'], string>
> = {
  'fixed-horizon': 'one look at the end',
  'fixed-power': 'ends when every metric has its power',
  'fixed-width': 'ends when every interval is narrow enough',
  'group-sequential': 'group sequential',
  'always-valid': 'always-valid',
};

/** What was found, before how it was found. */
const headline = ({ recommendations }: AnalysisDocument): string[] =>
  recommendations.flatMap(({ sentence }) => wrapped(sentence));

const header = (document: AnalysisDocument): string[] => {
  const { file, units, design, looks } = document;
  const isClustered = design.clusterColumn !== null;
  const counted = `${format.count(units)} ${isClustered ? 'clusters' : 'units'} in ${design.variants.length} variants`;
  const looked =
    looks.length === 0
      ? ''
      : `, ${looks.length === 1 ? 'one look' : `${looks.length} looks`}`;
  return [
    `${file.name}: ${counted}; design: ${DESIGN_WORDS[design.kind]}${looked}`,
    ...indented(
      textTable(
        design.variants.map(({ name, plannedShare, ...found }) => [
          name,
          name === design.control ? 'control' : '',
          `${format.count(found.units)} ${isClustered ? 'clusters' : 'units'}`,
          ...(found.members === null
            ? []
            : [`${format.count(found.members)} members`]),
          `planned ${format.rate(plannedShare)}`,
        ]),
        [
          ...(['left', 'left', 'right'] as const),
          ...(isClustered ? (['right'] as const) : []),
          'left',
        ],
      ),
    ),
    ...document.notices.flatMap(notice => wrapped(notice, '  ')),
  ];
};

const health = (document: AnalysisDocument): string[] => [
  'Health',
  ...document.health.flatMap(({ state, title, sentence, nextStep }) => [
    ...wrapped(`${title}: ${sentence}`, `  ${state.padEnd(7)}  `),
    ...(nextStep === null ? [] : wrapped(nextStep, ' '.repeat(11))),
  ]),
];

const conditionWord = (holds: boolean | null): string => {
  if (holds === null) return 'open';
  return holds ? 'holds' : 'fails';
};

const recommendation = (
  document: AnalysisDocument,
  variant: string,
): string[] =>
  document.recommendations
    .filter(candidate => candidate.variant === variant)
    .flatMap(({ action, sentence, conditions }) => [
      `Recommendation: ${action}`,
      ...wrapped(sentence, '  '),
      ...conditions.flatMap(condition =>
        wrapped(
          condition.sentence,
          `  ${conditionWord(condition.holds).padEnd(5)}  `,
        ),
      ),
    ]);

const verdict = ({ verdict: found }: AnalysisDocument): string[] => {
  if (found === null) return [];
  const reason = found.reason === null ? '' : ` (${found.reason})`;
  return [
    `Verdict: ${found.class.replaceAll('-', ' ')}${reason}`,
    ...wrapped(found.sentence, '  '),
    ...(found.prevention === null ? [] : wrapped(found.prevention, '  ')),
  ];
};

/** The analysis for people, what was found first, then how it is judged. */
export const analysisText = (document: AnalysisDocument): string => {
  const treatments = document.recommendations.map(({ variant }) => variant);
  return [
    headline(document),
    header(document),
    health(document),
    ...lookSections(document),
    ...treatments.flatMap(variant => [
      effectsText(document, variant),
      adjustmentText(document, variant),
      precisionText(document, variant),
      testsText(document, variant),
      recommendation(document, variant),
    ]),
    ...breakdownSections(document),
    verdict(document),
  ]
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n');
};
