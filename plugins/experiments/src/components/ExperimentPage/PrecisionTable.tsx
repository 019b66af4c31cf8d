import { formatPercent, Timestamp } from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import { ExplainedMetricFigure } from '../Explanation';
import type { TableColumn } from '../GroupedTable';
import { ProgressBar } from '../ProgressBar';
import { explainedCell, optionalText } from './explained-cell';
import { FiguresByMetric } from './FiguresByMetric';
import type { ComparedMetrics } from './FiguresByMetric';

type Column = TableColumn<MetricResult>;

const Finish = ({ result }: { readonly result: MetricResult }) => {
  const { share, projectedFinishAt } = result.precision ?? {};
  const isReached = typeof share === 'number' && share >= 1;
  const text = isReached
    ? 'reached'
    : projectedFinishAt && <Timestamp at={projectedFinishAt} />;
  if (!text) return <>–</>;
  return (
    <ExplainedMetricFigure
      result={result}
      figure={isReached ? 'required-units' : 'finish'}
      what="time until the required units are there"
    >
      {text}
    </ExplainedMetricFigure>
  );
};

const plannedText = ({ role, mdeRelative, nimRelative }: MetricResult) => {
  if (role === 'deterioration') return undefined;
  return optionalText(
    role === 'guardrail' ? nimRelative : mdeRelative,
    formatPercent,
  );
};

const Units = ({ result }: { readonly result: MetricResult }) => {
  const { units = null, requiredUnits = null } = result;
  const bar = <ProgressBar units={units} requiredUnits={requiredUnits} />;
  return requiredUnits === null ? (
    bar
  ) : (
    <ExplainedMetricFigure
      result={result}
      figure="required-units"
      what="required units"
    >
      {bar}
    </ExplainedMetricFigure>
  );
};

const COLUMNS: readonly Column[] = [
  {
    id: 'units',
    label: 'Units of required',
    cell: result => <Units result={result} />,
  },
  {
    id: 'finish',
    label: 'Required units there',
    cell: result => <Finish result={result} />,
  },
  {
    id: 'power',
    label: 'Power now',
    isNumber: true,
    cell: explainedCell(
      { figure: 'current-power', what: 'power now' },
      ({ precision }) => optionalText(precision?.currentPower, formatPercent),
    ),
  },
  {
    id: 'powered-effect',
    label: 'Powered effect',
    isNumber: true,
    cell: explainedCell(
      { figure: 'powered-effect', what: 'powered effect' },
      ({ precision }) =>
        optionalText(precision?.poweredEffectRelative, formatPercent),
    ),
  },
  {
    id: 'planned',
    label: 'Planned effect',
    isNumber: true,
    cell: explainedCell(
      { figure: 'planned-effect', what: 'planned effect' },
      plannedText,
    ),
  },
];

const WIDTH: Column = {
  id: 'width',
  label: 'Interval width',
  isNumber: true,
  cell: explainedCell(
    { figure: 'width', what: 'interval width' },
    ({ precision }) => optionalText(precision?.widthRelative, formatPercent),
  ),
};

const withoutFigures = ({ status, precision, sentence }: MetricResult) => {
  if (precision) return undefined;
  return status === 'problem'
    ? sentence
    : 'Nothing can be said of it yet: see the health check Data on the Live tab.';
};

/** How far each metric is, told by counts and spread: it tells no effect. */
export const PrecisionTable = ({
  metrics,
  controlVariant,
}: ComparedMetrics) => {
  const hasWidth = metrics.some(
    ({ precision }) => precision?.widthRelative !== undefined,
  );
  return (
    <FiguresByMetric
      label="Precision"
      columns={hasWidth ? [...COLUMNS, WIDTH] : COLUMNS}
      metrics={metrics}
      controlVariant={controlVariant}
      insteadOfFigures={withoutFigures}
      caption="Units are of control and variant together; where a metric has a closed window, only those whose window has passed. Power now is the chance to find the planned effect, or to show a guardrail safe, with the units of today; the powered effect is the smallest one they find with the planned power. Effects are shares of the control mean."
    />
  );
};
