import { Button, Flex, Select, Text } from '@backstage/ui';
import type { StoredMetric } from '@etude/plugin-metrics-common';
import { ROLES } from '../../experiment-words';
import { BaselineFields } from './BaselineFields';
import type { MetricRow } from './plan-form';
import type { BaselineRow } from './planning-form';
import { PlanField } from './PlanField';
import { PlanNumber } from './PlanNumber';
import styles from './NewExperimentPage.module.css';

export type MetricFieldsProps = {
  readonly row: MetricRow;
  readonly index: number;
  readonly metric: StoredMetric | undefined;
  readonly baseline: BaselineRow | undefined;
  readonly isBaselineAsked: boolean;
  readonly onChange: (changes: Partial<MetricRow>) => void;
  readonly onBaseline: (baseline: BaselineRow) => void;
  readonly onRemove: () => void;
};

const DIRECTIONS = [
  { id: 'increase', label: 'it rises' },
  { id: 'decrease', label: 'it falls' },
];

const TargetField = (
  props: Pick<MetricFieldsProps, 'row' | 'index' | 'onChange'> & {
    readonly name: string;
  },
) => {
  const { row, index, name, onChange } = props;
  if (row.role === 'deterioration') return null;
  const isSuccess = row.role === 'success';
  return (
    <PlanNumber
      path={`metrics[${index}].${isSuccess ? 'mdeRelative' : 'nimRelative'}`}
      label={
        isSuccess
          ? `Minimum detectable effect of ${name} (%)`
          : `Non-inferiority margin of ${name} (%)`
      }
      value={row.percent}
      minValue={0}
      onChange={percent => onChange({ percent })}
    />
  );
};

/** One metric of the plan: its role, direction, target and baseline. */
export const MetricFields = (props: MetricFieldsProps) => {
  const { row, index, metric, onChange } = props;
  const name = metric?.name ?? row.metricId;
  return (
    <fieldset className={styles.metric}>
      <legend>
        {ROLES[row.role]}: {name}
      </legend>
      <PlanField path={`metrics[${index}]`}>
        <PlanField path={`metrics[${index}].metricId`}>
          <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
            <TargetField
              row={row}
              index={index}
              name={name}
              onChange={onChange}
            />
            <Select
              label={`${name} is better when`}
              options={DIRECTIONS}
              value={row.direction}
              onChange={key =>
                onChange({
                  direction: key === 'decrease' ? 'decrease' : 'increase',
                })
              }
            />
            <Button
              variant="tertiary"
              aria-label={`Remove ${name}`}
              onPress={props.onRemove}
            >
              Remove
            </Button>
          </Flex>
        </PlanField>
      </PlanField>
      {row.role === 'guardrail' && row.percent === null && (
        <Text as="p" variant="body-small" color="secondary">
          Without a margin it can veto, but never be shown to be safe.
        </Text>
      )}
      {props.isBaselineAsked && row.role !== 'deterioration' && (
        <BaselineFields
          metricId={row.metricId}
          name={name}
          isProportion={metric?.type === 'proportion'}
          baseline={props.baseline ?? { mean: null, variance: null }}
          onChange={props.onBaseline}
        />
      )}
    </fieldset>
  );
};
