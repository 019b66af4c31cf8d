import {
  formatCount,
  formatNumber,
  formatPercent,
  formatPValue,
} from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import { ExplainedMetricFigure } from '../Explanation';
import type { TableColumn } from '../GroupedTable';
import { explainedCell, optionalText } from './explained-cell';
import { FiguresByMetric } from './FiguresByMetric';
import type { ComparedMetrics } from './FiguresByMetric';
import { decisiveTest } from './turned-effect';

type Column = TableColumn<MetricResult>;

const sequenceCell = (
  what: string,
  textOf: (
    sequence: NonNullable<MetricResult['sequence']>,
  ) => string | undefined,
): Column['cell'] =>
  explainedCell(
    { figure: 'sequence', what },
    ({ sequence }) => sequence && textOf(sequence),
  );

const statisticCell: Column['cell'] = result => {
  const test = decisiveTest(result);
  return test ? (
    <ExplainedMetricFigure result={result} figure={test.kind} what="statistic">
      {formatNumber(test.statistic)}
    </ExplainedMetricFigure>
  ) : (
    '–'
  );
};

const COLUMNS: readonly Column[] = [
  {
    id: 'look',
    label: 'Look',
    isNumber: true,
    cell: sequenceCell('look', ({ look }) => formatCount(look)),
  },
  {
    id: 'information',
    label: 'Planned information',
    isNumber: true,
    cell: sequenceCell('planned information', ({ informationFraction }) =>
      optionalText(informationFraction, formatPercent),
    ),
  },
  {
    id: 'statistic',
    label: 'Statistic z',
    isNumber: true,
    cell: statisticCell,
  },
  {
    id: 'bound',
    label: 'Bound at this look',
    isNumber: true,
    cell: sequenceCell('bound at this look', ({ criticalValue }) =>
      optionalText(criticalValue, formatNumber),
    ),
  },
  {
    id: 'running-p',
    label: 'Running p-value',
    isNumber: true,
    cell: sequenceCell('running p-value', ({ runningP }) =>
      optionalText(runningP, formatPValue),
    ),
  },
];

/** Where each metric of a sequential test stands at this look. */
export const SequenceTable = ({ metrics, controlVariant }: ComparedMetrics) => (
  <FiguresByMetric
    label="Sequential test"
    columns={COLUMNS}
    metrics={metrics.filter(result => result.sequence !== undefined)}
    controlVariant={controlVariant}
    caption="The test stops when the statistic crosses the bound of its look. An always-valid test has no bound but a running p-value, which never rises."
  />
);
