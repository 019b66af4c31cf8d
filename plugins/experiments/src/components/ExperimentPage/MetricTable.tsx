import { Flex, Text } from '@backstage/ui';
import {
  formatCount,
  formatEffect,
  formatEffectPercent,
  formatNumber,
  formatPValue,
  intervalDomain,
  IntervalPlot,
  StatusBadge,
} from '@etude/ui';
import type { IntervalOutcome } from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import { OUTCOMES, ROLES } from '../../experiment-words';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { decisiveTest, turnedEffect } from './turned-effect';

export type MetricTableProps = {
  readonly metrics: readonly MetricResult[];
  readonly controlVariant: string;
};

const plottedOutcome = (outcome: MetricResult['outcome']): IntervalOutcome =>
  outcome === 'unknown' ? 'not-enough-data' : outcome;

const Value = (props: { readonly value: MetricResult['control'] }) =>
  props.value ? (
    <span
      title={`${props.value.mean} over ${formatCount(props.value.n)} units`}
    >
      {formatNumber(props.value.mean)}
    </span>
  ) : (
    <>–</>
  );

const effectText = ({ lift, difference }: MetricResult): string => {
  if (lift) return formatEffectPercent(lift.estimate);
  return difference ? formatEffect(difference.estimate) : '–';
};

const Plot = (props: {
  readonly result: MetricResult;
  readonly domain: readonly [number, number];
}) => {
  const { result, domain } = props;
  const effect = turnedEffect(result);
  if (!effect) return <Text as="p">{result.sentence}</Text>;
  return (
    <IntervalPlot
      estimate={effect.estimate}
      interval={effect.interval}
      outcome={plottedOutcome(result.outcome)}
      domain={domain}
      label={result.sentence}
      width={200}
      {...(effect.mde === undefined ? {} : { mde: effect.mde })}
      {...(effect.nonInferiorityMargin === undefined
        ? {}
        : { nonInferiorityMargin: effect.nonInferiorityMargin })}
    />
  );
};

const domainOf = (
  metrics: readonly MetricResult[],
): readonly [number, number] =>
  intervalDomain(
    metrics.flatMap(result => {
      const effect = turnedEffect(result);
      return effect
        ? [
            effect.estimate,
            ...effect.interval,
            effect.mde,
            effect.nonInferiorityMargin,
          ]
        : [];
    }),
  );

const columnsFor = (
  domain: readonly [number, number],
): readonly TableColumn<MetricResult>[] => [
  {
    id: 'metric',
    label: 'Metric',
    cell: result => (
      <Flex direction="column" gap="0.5">
        <Text weight="bold">{result.name}</Text>
        <Text variant="body-small" color="secondary">
          {ROLES[result.role]},{' '}
          {result.direction === 'increase' ? 'up is better' : 'down is better'}
        </Text>
      </Flex>
    ),
  },
  {
    id: 'control',
    label: 'Control',
    isNumber: true,
    cell: result => <Value value={result.control} />,
  },
  {
    id: 'treatment',
    label: 'Variant',
    isNumber: true,
    cell: result => <Value value={result.treatment} />,
  },
  { id: 'effect', label: 'Effect', isNumber: true, cell: effectText },
  {
    id: 'plot',
    label: 'Worse ← effect → better',
    cell: result => <Plot result={result} domain={domain} />,
  },
  {
    id: 'p-value',
    label: 'p-value',
    isNumber: true,
    cell: result => {
      const test = decisiveTest(result);
      return test ? formatPValue(test.pValue) : '–';
    },
  },
  {
    id: 'level',
    label: 'Adjusted level',
    isNumber: true,
    cell: result => {
      const test = decisiveTest(result);
      return test ? formatNumber(test.alpha) : '–';
    },
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

/** Every metric of every variant on one common scale, right is better. */
export const MetricTable = ({ metrics, controlVariant }: MetricTableProps) => {
  const domain = domainOf(metrics);
  const variants = [...new Set(metrics.map(({ variant }) => variant))];
  return (
    <Flex direction="column" gap="2">
      <GroupedTable
        label="Metrics"
        columns={columnsFor(domain)}
        groups={variants.map(variant => ({
          key: variant,
          title: `${variant} against ${controlVariant}`,
          rows: metrics.filter(metric => metric.variant === variant),
        }))}
        rowKey={({ metricId, variant }) => `${metricId}:${variant}`}
      />
      <Text as="p" variant="body-small" color="secondary">
        Plots are turned so that right is always better, on one scale from{' '}
        {formatEffectPercent(domain[0])} to {formatEffectPercent(domain[1])}.
        Lines: no difference (solid), minimum detectable effect (dotted),
        non-inferiority margin (dashed). The p-value is of the one-sided test
        the outcome rests on, and counts when it is below the adjusted level.
      </Text>
      <details>
        <summary>In words</summary>
        <ul>
          {metrics.map(({ metricId, variant, sentence }) => (
            <li key={`${metricId}:${variant}`}>
              {variants.length > 1 ? `${variant}: ${sentence}` : sentence}
            </li>
          ))}
        </ul>
      </details>
    </Flex>
  );
};
