import { Flex, Text } from '@backstage/ui';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';
import { TypedNumber } from './TypedNumber';

/** How sure the decision has to be, and how long the experiment runs. */
export const DesignStep = ({ form, change }: StepProps) => (
  <>
    <Text as="p" color="secondary">
      {form.source === 'table'
        ? 'The data is all there: the analysis is made once, at the end.'
        : 'A fixed horizon: effects open at the planned end, so that the stated error rates hold for the decision to ship.'}
    </Text>
    <Flex gap="3" align="end">
      <PlanField path="design.alpha">
        <TypedNumber
          label="False-positive rate, alpha (%)"
          value={form.alphaPercent}
          minValue={0}
          maxValue={100}
          onChange={alphaPercent => change({ alphaPercent })}
        />
      </PlanField>
      <PlanField path="design.power">
        <TypedNumber
          label="Power (%)"
          value={form.powerPercent}
          minValue={0}
          maxValue={100}
          onChange={powerPercent => change({ powerPercent })}
        />
      </PlanField>
      {form.source === 'flag' && (
        <PlanField path="design.plannedDays">
          <TypedNumber
            label="Planned days"
            value={form.plannedDays}
            minValue={1}
            onChange={plannedDays => change({ plannedDays })}
          />
        </PlanField>
      )}
    </Flex>
    {form.source === 'flag' && (
      <TypedNumber
        label="Units per day"
        description="Optional: expected over all variants. Left empty, history tells."
        value={form.unitsPerDay}
        minValue={0}
        onChange={unitsPerDay => change({ unitsPerDay })}
      />
    )}
  </>
);
