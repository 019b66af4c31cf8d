import { Flex, Text } from '@backstage/ui';
import { PlanNumber } from './PlanNumber';
import type { StepProps } from './step-props';

const MOST_PERCENT = 99;

/** How much of each metric earlier behaviour explains, as far as known. */
export const VarianceReduction = ({ form, change, nameOf }: StepProps) => {
  const sized = form.metrics.flatMap(({ metricId, role, percent }, index) =>
    role === 'deterioration' || percent === null ? [] : [{ metricId, index }],
  );
  if (sized.length === 0) return null;
  return (
    <Flex direction="column" gap="2">
      <Text as="p" weight="bold">
        Variance reduction
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        Optional: the share of a metric’s variance that earlier behaviour of the
        same unit explains, if the analysis adjusts for it. A correlation of 0.7
        explains 49 % and saves 49 % of the units.
      </Text>
      <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
        {sized.map(({ metricId, index }) => (
          <PlanNumber
            key={metricId}
            path={`metrics[${index}].covariateR2`}
            label={`Explained variance of ${nameOf(metricId)} (%)`}
            value={form.explainedPercents[metricId] ?? null}
            minValue={0}
            maxValue={MOST_PERCENT}
            onChange={percent =>
              change({
                explainedPercents: {
                  ...form.explainedPercents,
                  [metricId]: percent,
                },
              })
            }
          />
        ))}
      </Flex>
    </Flex>
  );
};
