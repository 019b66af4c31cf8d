import type { AnalysisDocument } from './analysis-document';
import { NONE } from './effect-cells';
import * as format from './format-figures';
import { textTable } from './text-table';
import { indented, wrapped } from './wrapped-text';

type Look = AnalysisDocument['looks'][number];
type LookMetric = Look['metrics'][number];

const share = (value: number | null): string =>
  value === null ? NONE : format.share(value);

/** z where effects are open; elsewhere a word for why there is none. */
const statisticCell = (look: Look, metric: LookMetric): string => {
  if (look.effects === 'closed') return 'closed';
  if (metric.statistic !== null) return format.statistic(metric.statistic);
  return metric.status === 'hidden' ? 'too few units' : NONE;
};

const outcomeCell = (metric: LookMetric): string =>
  metric.outcome === 'unknown' ? NONE : metric.outcome.replaceAll('-', ' ');

const pairUnits = ({ units }: LookMetric): string =>
  units === null ? NONE : format.count(units);

const PRECISION_COLUMNS = {
  header: ['needed', 'power', 'finds', 'z', 'watch', 'outcome'],
  cells: (look: Look, metric: LookMetric): string[] => [
    metric.requiredUnits === null ? NONE : format.count(metric.requiredUnits),
    share(metric.currentPower),
    share(metric.poweredEffectRelative),
    statisticCell(look, metric),
    metric.watch,
    outcomeCell(metric),
  ],
};

const GROUP_SEQUENTIAL_COLUMNS = {
  header: ['information', 'critical z', 'z', 'watch', 'outcome'],
  cells: (look: Look, metric: LookMetric): string[] => [
    share(metric.informationFraction),
    metric.criticalValue === null ? NONE : metric.criticalValue.toFixed(2),
    statisticCell(look, metric),
    metric.watch,
    outcomeCell(metric),
  ],
};

const ALWAYS_VALID_COLUMNS = {
  header: ['z', 'running p', 'watch', 'outcome'],
  cells: (look: Look, metric: LookMetric): string[] => [
    statisticCell(look, metric),
    metric.pValue === null ? NONE : format.pValue(metric.pValue),
    metric.watch,
    outcomeCell(metric),
  ],
};

const columnsOf = ({ design }: AnalysisDocument) => {
  if (design.kind === 'group-sequential') return GROUP_SEQUENTIAL_COLUMNS;
  return design.kind === 'always-valid'
    ? ALWAYS_VALID_COLUMNS
    : PRECISION_COLUMNS;
};

type Seen = { readonly look: Look; readonly metric: LookMetric };

const decidedSentence = (seen: readonly Seen[]): string => {
  const found = seen.find(({ metric }) =>
    ['better', 'worse', 'not-worse'].includes(metric.outcome),
  );
  return found === undefined
    ? 'no bound was crossed'
    : `${found.metric.outcome.replaceAll('-', ' ')} from look ${found.look.look} on`;
};

const lookTable = (
  document: AnalysisDocument,
  metric: { readonly name: string; readonly variant: string },
): string[] => {
  const { header, cells } = columnsOf(document);
  const seen = document.looks.flatMap(look =>
    look.metrics
      .filter(({ name, variant }) => {
        return name === metric.name && variant === metric.variant;
      })
      .map(found => ({ look, metric: found })),
  );
  const units = document.design.clusterColumn === null ? 'units' : 'clusters';
  return [
    ...wrapped(
      `Looks: ${metric.name}, ${metric.variant} against ${document.design.control}: ${decidedSentence(seen)}`,
    ),
    ...indented(
      textTable(
        [
          ['look', 'until', units, ...header],
          ...seen.map(one => [
            String(one.look.look),
            one.look.day,
            pairUnits(one.metric),
            ...cells(one.look, one.metric),
          ]),
        ],
        [
          ...(['right', 'left', 'right'] as const),
          ...header.map(name =>
            name === 'watch' || name === 'outcome' ? 'left' : 'right',
          ),
        ],
      ),
    ),
  ];
};

/** One section per metric and treatment variant; none without looks. */
export const lookSections = (document: AnalysisDocument): string[][] =>
  document.looks.length === 0
    ? []
    : document.metrics.map(metric => lookTable(document, metric));
