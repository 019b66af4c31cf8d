import { Flex, Select, Text } from '@backstage/ui';
import type { StoredMetric } from '@etude/plugin-metrics-common';
import { DimensionFields } from './DimensionFields';
import { MetricFields } from './MetricFields';
import { percentOf } from './percent';
import type { Typed } from './percent';
import type { MetricRow } from './plan-form';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';

const targetOf = (metric: StoredMetric, role: MetricRow['role']): Typed => {
  const share =
    role === 'success' ? metric.defaultMdeRelative : metric.defaultNimRelative;
  return share === undefined ? null : percentOf(share);
};

const rowOf = (metric: StoredMetric, role: MetricRow['role']): MetricRow => ({
  metricId: metric.id,
  role,
  direction: metric.direction,
  percent: targetOf(metric, role),
});

const ADD: readonly (readonly [MetricRow['role'], string])[] = [
  ['success', 'Add success metric'],
  ['guardrail', 'Add guardrail'],
  ['deterioration', 'Add deterioration metric'],
];

/** What is measured, and which effect or margin matters. */
export const MetricsStep = (props: StepProps) => {
  const { form, change, choices, withoutHistory } = props;
  const { metrics } = form;
  const free = choices.metrics.filter(
    ({ id }) => !metrics.some(({ metricId }) => metricId === id),
  );
  return (
    <PlanField path="metrics" gap="4">
      <Text as="p" color="secondary">
        A success metric should get better; a guardrail must not get worse by
        more than its margin; a deterioration metric is only watched.
      </Text>
      {metrics.map((row, index) => (
        <MetricFields
          key={row.metricId}
          row={row}
          index={index}
          metric={choices.metrics.find(({ id }) => id === row.metricId)}
          baseline={form.baselines[row.metricId]}
          isBaselineAsked={
            withoutHistory.includes(row.metricId) ||
            row.metricId in form.baselines
          }
          onChange={changes =>
            change({
              metrics: metrics.map((other, at) =>
                at === index ? { ...other, ...changes } : other,
              ),
            })
          }
          onBaseline={baseline =>
            change({
              baselines: { ...form.baselines, [row.metricId]: baseline },
            })
          }
          onRemove={() =>
            change({ metrics: metrics.filter((_, at) => at !== index) })
          }
        />
      ))}
      <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
        {ADD.map(([role, label]) => (
          <Select
            key={role}
            label={label}
            placeholder="Choose a metric"
            search
            options={free.map(({ id, name }) => ({ id, label: name }))}
            value={null}
            onChange={key => {
              const metric = free.find(({ id }) => id === key);
              if (metric) {
                change({ metrics: [...metrics, rowOf(metric, role)] });
              }
            }}
          />
        ))}
      </Flex>
      {choices.metrics.length === 0 && (
        <Text as="p">
          There is no active metric yet. Create one under Metrics; what you
          typed here stays.
        </Text>
      )}
      <DimensionFields {...props} />
    </PlanField>
  );
};
