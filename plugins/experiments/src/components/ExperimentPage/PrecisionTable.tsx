import { Flex, Text } from '@backstage/ui';
import { formatPercent, Timestamp } from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import { ExplainedFigure, metricFigureId } from '../Explanation';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { ProgressBar } from '../ProgressBar';
import { MetricCell } from './MetricCell';
import { metricRowKey, variantGroups } from './variant-groups';

type Column = TableColumn<MetricResult>;

const Finish = ({ result }: { readonly result: MetricResult }) => {
  const { share, projectedFinishAt } = result.precision ?? {};
  if (typeof share === 'number' && share >= 1) return <>reached</>;
  return projectedFinishAt ? <Timestamp at={projectedFinishAt} /> : <>–</>;
};

const Power = (props: {
  readonly result: MetricResult;
  readonly figure: 'current-power' | 'powered-effect';
  readonly share: number | null | undefined;
}) => {
  const { result, figure, share } = props;
  if (typeof share !== 'number') return <>–</>;
  const what = figure === 'current-power' ? 'power now' : 'powered effect';
  return (
    <ExplainedFigure
      figureId={metricFigureId(result, figure)}
      of={`${what} of ${result.name} in ${result.variant}`}
    >
      <span title={`${100 * share} %`}>{formatPercent(share)}</span>
    </ExplainedFigure>
  );
};

const plannedText = ({ role, mdeRelative, nimRelative }: MetricResult) => {
  const target = role === 'guardrail' ? nimRelative : mdeRelative;
  return target === undefined ? '–' : formatPercent(target);
};

const Units = ({ result }: { readonly result: MetricResult }) => {
  const { units = null, requiredUnits = null, name, variant } = result;
  const bar = <ProgressBar units={units} requiredUnits={requiredUnits} />;
  return requiredUnits === null ? (
    bar
  ) : (
    <ExplainedFigure
      figureId={metricFigureId(result, 'required-units')}
      of={`required units of ${name} in ${variant}`}
    >
      {bar}
    </ExplainedFigure>
  );
};

const COLUMNS: readonly Column[] = [
  {
    id: 'metric',
    label: 'Metric',
    cell: result => <MetricCell result={result} />,
  },
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
    cell: result => (
      <Power
        result={result}
        figure="current-power"
        share={result.precision?.currentPower}
      />
    ),
  },
  {
    id: 'powered-effect',
    label: 'Powered effect',
    isNumber: true,
    cell: result => (
      <Power
        result={result}
        figure="powered-effect"
        share={result.precision?.poweredEffectRelative}
      />
    ),
  },
  {
    id: 'planned',
    label: 'Planned effect',
    isNumber: true,
    cell: plannedText,
  },
];

const WIDTH: Column = {
  id: 'width',
  label: 'Interval width',
  isNumber: true,
  cell: ({ precision }) =>
    precision?.widthRelative === undefined
      ? '–'
      : formatPercent(precision.widthRelative),
};

const withoutFigures = ({ status, precision, sentence }: MetricResult) => {
  if (precision) return undefined;
  return status === 'problem'
    ? sentence
    : 'Nothing can be said of it yet: see the health check Data on the Live tab.';
};

export type PrecisionTableProps = {
  readonly metrics: readonly MetricResult[];
  readonly controlVariant: string;
};

/** How far each metric is, told by counts and spread: it tells no effect. */
export const PrecisionTable = (props: PrecisionTableProps) => {
  const { metrics, controlVariant } = props;
  const hasWidth = metrics.some(
    ({ precision }) => precision?.widthRelative !== undefined,
  );
  return (
    <Flex direction="column" gap="2">
      <GroupedTable
        label="Precision"
        columns={hasWidth ? [...COLUMNS, WIDTH] : COLUMNS}
        groups={variantGroups(metrics, controlVariant)}
        rowKey={metricRowKey}
        insteadOfFigures={withoutFigures}
      />
      <Text as="p" variant="body-small" color="secondary">
        Units are of control and variant together. Power now is the chance to
        find the planned effect, or to show a guardrail safe, with the units of
        today; the powered effect is the smallest one they find with the planned
        power. Effects are shares of the control mean.
      </Text>
    </Flex>
  );
};
