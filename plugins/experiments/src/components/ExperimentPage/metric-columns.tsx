import {
  formatCount,
  formatEffect,
  formatEffectPercent,
  formatNumber,
  formatPValue,
  StatusBadge,
} from '@etude/ui';
import type { ReactNode } from 'react';
import type { MetricResult } from '../../experiment-types';
import { OUTCOMES } from '../../experiment-words';
import {
  ExplainedFigure,
  LEVELS_FIGURE_ID,
  metricFigureId,
} from '../Explanation';
import type { MetricFigure } from '../Explanation';
import type { TableColumn } from '../GroupedTable';
import { EffectPlot } from './EffectPlot';
import { MetricCell } from './MetricCell';
import { decisiveTest } from './turned-effect';

type Column = TableColumn<MetricResult>;

const Explained = (props: {
  readonly result: MetricResult;
  readonly figure: MetricFigure;
  /** What the figure is, to finish '… of Retention in gate-40'. */
  readonly what: string;
  readonly children: ReactNode;
}) => {
  const { result, figure, what, children } = props;
  return (
    <ExplainedFigure
      figureId={metricFigureId(result, figure)}
      of={`${what} of ${result.name} in ${result.variant}`}
    >
      {children}
    </ExplainedFigure>
  );
};

const Mean = (props: { readonly value: MetricResult['control'] }) =>
  props.value ? (
    <span
      title={`${props.value.mean} over ${formatCount(props.value.n)} units`}
    >
      {formatNumber(props.value.mean)}
    </span>
  ) : (
    <>–</>
  );

const Effect = ({ result }: { readonly result: MetricResult }) => {
  const { lift, difference } = result;
  if (!lift && !difference) return <>–</>;
  return (
    <Explained
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
    </Explained>
  );
};

const PValue = ({ result }: { readonly result: MetricResult }) => {
  const test = decisiveTest(result);
  return test ? (
    <Explained result={result} figure={test.kind} what="p-value">
      <span title={`${test.kind}: ${test.pValue}`}>
        {formatPValue(test.pValue)}
      </span>
    </Explained>
  ) : (
    <>–</>
  );
};

const Level = ({ result }: { readonly result: MetricResult }) => {
  const test = decisiveTest(result);
  return test ? (
    <ExplainedFigure
      figureId={LEVELS_FIGURE_ID}
      of={`adjusted level of ${result.name} in ${result.variant}`}
    >
      {formatPValue(test.alpha)}
    </ExplainedFigure>
  ) : (
    <>–</>
  );
};

const MEANS: readonly Column[] = [
  {
    id: 'control',
    label: 'Control',
    isNumber: true,
    cell: result => <Mean value={result.control} />,
  },
  {
    id: 'treatment',
    label: 'Variant',
    isNumber: true,
    cell: result => <Mean value={result.treatment} />,
  },
];

const JUDGEMENT: readonly Column[] = [
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
    cell: result => <Level result={result} />,
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
): readonly Column[] => [
  {
    id: 'metric',
    label: 'Metric',
    cell: result => <MetricCell result={result} />,
  },
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
    cell: result => (
      <Explained
        result={result}
        figure={result.lift ? 'lift-interval' : 'interval'}
        what="interval"
      >
        <EffectPlot
          result={result}
          outcome={result.outcome}
          domain={domain}
          label={result.sentence}
        />
      </Explained>
    ),
  },
  ...JUDGEMENT,
];
