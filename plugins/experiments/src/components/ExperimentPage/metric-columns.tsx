import {
  formatCount,
  formatEffect,
  formatEffectPercent,
  formatNumber,
  formatPValue,
  StatusBadge,
} from '@etude/ui';
import type { Analysis, MetricResult } from '../../experiment-types';
import { OUTCOMES } from '../../experiment-words';
import {
  ExplainedFigure,
  ExplainedMetricFigure,
  LEVELS_FIGURE_ID,
  metricFigureId,
} from '../Explanation';
import type { TableColumn } from '../GroupedTable';
import { EffectPlot } from './EffectPlot';
import { IntervalCell } from './IntervalCell';
import { decisiveTest } from './turned-effect';

type Column = TableColumn<MetricResult>;

const Mean = (props: {
  readonly result: MetricResult;
  readonly of: 'control' | 'treatment';
}) => {
  const { result, of } = props;
  const summary = result[of];
  if (!summary) return <>–</>;
  return (
    <ExplainedMetricFigure
      result={result}
      figure={`${of}-mean`}
      what={of === 'control' ? 'mean of control' : 'mean'}
    >
      <span title={`${summary.mean} over ${formatCount(summary.n)} units`}>
        {formatNumber(summary.mean)}
      </span>
    </ExplainedMetricFigure>
  );
};

const Effect = ({ result }: { readonly result: MetricResult }) => {
  const { lift, difference } = result;
  if (!lift && !difference) return <>–</>;
  return (
    <ExplainedMetricFigure
      result={result}
      figure={lift ? 'lift' : 'difference'}
      what="effect"
    >
      {lift ? (
        <span title={difference && `${difference.estimate} in its own unit`}>
          {formatEffectPercent(lift.estimate)}
        </span>
      ) : (
        difference && formatEffect(difference.estimate)
      )}
    </ExplainedMetricFigure>
  );
};

const Interval = (props: {
  readonly result: MetricResult;
  readonly domain: readonly [number, number];
}) => {
  const { result, domain } = props;
  return (
    <IntervalCell
      row={result}
      plot={
        <EffectPlot
          result={result}
          outcome={result.outcome}
          domain={domain}
          label={result.sentence}
        />
      }
      explained={(of, interval) => (
        <ExplainedMetricFigure
          result={result}
          figure={of === 'lift' ? 'lift-interval' : 'interval'}
          what="interval"
        >
          {interval}
        </ExplainedMetricFigure>
      )}
    />
  );
};

const PValue = ({ result }: { readonly result: MetricResult }) => {
  const test = decisiveTest(result);
  return test ? (
    <ExplainedMetricFigure result={result} figure={test.kind} what="p-value">
      <span title={`${test.kind}: ${test.pValue}`}>
        {formatPValue(test.pValue)}
      </span>
    </ExplainedMetricFigure>
  ) : (
    <>–</>
  );
};

type Design = Analysis['design'];

const isOfPlan = (
  { alpha }: NonNullable<MetricResult['bound']>[number],
  { alphaSuccess, alphaGuardrail, alphaDeterioration, hypotheses = [] }: Design,
): boolean =>
  [
    alphaSuccess,
    alphaGuardrail,
    alphaDeterioration,
    ...hypotheses.map(hypothesis => hypothesis.alpha),
  ].includes(alpha);

/** The level of a test: that of the plan, or what this look may spend. */
const Level = (props: {
  readonly result: MetricResult;
  readonly design: Design;
}) => {
  const { result, design } = props;
  const test = decisiveTest(result);
  if (!test) return <>–</>;
  return (
    <ExplainedFigure
      figureId={
        isOfPlan(test, design)
          ? LEVELS_FIGURE_ID
          : metricFigureId(result, test.kind)
      }
      of={`adjusted level of ${result.name} in ${result.variant}`}
    >
      {formatPValue(test.alpha)}
    </ExplainedFigure>
  );
};

const MEANS: readonly Column[] = [
  {
    id: 'control',
    label: 'Control',
    isNumber: true,
    cell: result => <Mean result={result} of="control" />,
  },
  {
    id: 'treatment',
    label: 'Variant',
    isNumber: true,
    cell: result => <Mean result={result} of="treatment" />,
  },
];

const judgement = (design: Design): readonly Column[] => [
  {
    id: 'p-value',
    label: 'p-value',
    isNumber: true,
    cell: result => <PValue result={result} />,
  },
  {
    id: 'level',
    label: 'Adjusted level',
    isNumber: true,
    cell: result => <Level result={result} design={design} />,
  },
  {
    id: 'outcome',
    label: 'Outcome',
    cell: result => (
      <StatusBadge tone={OUTCOMES[result.outcome].tone}>
        {OUTCOMES[result.outcome].label}
      </StatusBadge>
    ),
  },
];

/** Columns of the metric table; all plots share `domain`. */
export const metricColumns = (
  domain: readonly [number, number],
  design: Design,
): readonly Column[] => [
  ...MEANS,
  {
    id: 'effect',
    label: 'Effect',
    isNumber: true,
    cell: result => <Effect result={result} />,
  },
  {
    id: 'plot',
    label: 'Worse ← effect → better',
    cell: result => <Interval result={result} domain={domain} />,
  },
  ...judgement(design),
];
