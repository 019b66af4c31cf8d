import { Flex, Text } from '@backstage/ui';
import { DesignChoice } from './DesignChoice';
import { DesignParameters } from './DesignParameters';
import { GuaranteeChoice } from './GuaranteeChoice';
import { PlanNumber } from './PlanNumber';
import type { StepProps } from './step-props';
import { TimeZoneField } from './TimeZoneField';
import { VarianceReduction } from './VarianceReduction';

const endsByItself = ({ form }: StepProps): boolean =>
  form.designKind !== 'fixed-horizon' && form.designKind !== 'group-sequential';

const Rates = (props: StepProps) => {
  const { form, change } = props;
  return (
    <Flex gap="3" align="end">
      <PlanNumber
        path="design.alpha"
        label="False-positive rate, alpha (%)"
        value={form.alphaPercent}
        minValue={0}
        maxValue={100}
        onChange={alphaPercent => change({ alphaPercent })}
      />
      <PlanNumber
        path="design.power"
        label="Power (%)"
        value={form.powerPercent}
        minValue={0}
        maxValue={100}
        onChange={powerPercent => change({ powerPercent })}
      />
      {form.source === 'flag' && (
        <PlanNumber
          path="design.plannedDays"
          label={
            endsByItself(props) ? 'Planned days, at the latest' : 'Planned days'
          }
          value={form.plannedDays}
          minValue={1}
          onChange={plannedDays => change({ plannedDays })}
        />
      )}
    </Flex>
  );
};

/** How and when it is judged, how sure that is, and how long it takes. */
export const DesignStep = (props: StepProps) => {
  const { form, change } = props;
  const isJudgedOnce =
    form.source === 'table' && form.designKind === 'fixed-horizon';
  return (
    <>
      {isJudgedOnce ? (
        <Text as="p" color="secondary">
          The data is all there: the analysis is made once, at the end.
        </Text>
      ) : (
        <>
          <DesignChoice {...props} />
          <DesignParameters {...props} />
        </>
      )}
      <Rates {...props} />
      <TimeZoneField {...props} />
      <GuaranteeChoice {...props} />
      {form.source === 'flag' && (
        <PlanNumber
          path="unitsPerDay"
          label="Units per day"
          description="Optional: expected over all variants. Left empty, history tells."
          value={form.unitsPerDay}
          minValue={0}
          onChange={unitsPerDay => change({ unitsPerDay })}
        />
      )}
      <VarianceReduction {...props} />
    </>
  );
};
