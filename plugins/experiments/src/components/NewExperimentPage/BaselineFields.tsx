import { Flex, Text } from '@backstage/ui';
import { percentOf, shareOf } from './percent';
import { PlanField } from './PlanField';
import type { BaselineRow } from './planning-form';
import { TypedNumber } from './TypedNumber';

export type BaselineFieldsProps = {
  readonly metricId: string;
  readonly name: string;
  readonly isProportion: boolean;
  readonly baseline: BaselineRow;
  readonly onChange: (baseline: BaselineRow) => void;
};

/** What a metric without history is like today, as far as people know. */
export const BaselineFields = (props: BaselineFieldsProps) => {
  const { metricId, name, baseline, onChange } = props;
  return (
    <PlanField path={`baseline.${metricId}`}>
      <Text as="p" variant="body-small" color="secondary">
        {name} has no history to plan with. Say what it is like today:
      </Text>
      {props.isProportion ? (
        <TypedNumber
          label={`Rate of ${name} today (%)`}
          value={baseline.mean === null ? null : percentOf(baseline.mean)}
          minValue={0}
          maxValue={100}
          onChange={percent => {
            const mean = percent === null ? null : shareOf(percent);
            // The variance of a value that is 0 or 1 follows from its mean.
            onChange({
              mean,
              variance: mean === null ? null : mean * (1 - mean),
            });
          }}
        />
      ) : (
        <Flex gap="3">
          <TypedNumber
            label={`Mean of ${name} per unit`}
            value={baseline.mean}
            onChange={mean => onChange({ ...baseline, mean })}
          />
          <TypedNumber
            label={`Variance of ${name} per unit`}
            value={baseline.variance}
            minValue={0}
            onChange={variance => onChange({ ...baseline, variance })}
          />
        </Flex>
      )}
    </PlanField>
  );
};
