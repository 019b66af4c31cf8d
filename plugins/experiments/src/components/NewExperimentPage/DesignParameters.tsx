import { Flex, Select } from '@backstage/ui';
import { SPENDINGS } from '../PlanCost';
import type { SpendingKind } from '../PlanCost';
import type { PlanForm } from './plan-form';
import { PlanField } from './PlanField';
import { PlanNumber } from './PlanNumber';
import type { StepProps } from './step-props';

const SPENDING_KINDS: readonly SpendingKind[] = [
  'obrien-fleming',
  'pocock',
  'power',
  'hwang-shih-decani',
];

const OVER_RUNS = [
  { id: 'rescale', label: 'Stretch the looks to all units' },
  { id: 'strict', label: 'End at the planned units' },
] as const;

/** The families with a parameter, and the values to begin with. */
const PARAMETERS: Partial<
  Record<
    SpendingKind,
    { readonly label: string; readonly field: string; readonly usual: number }
  >
> = {
  power: { label: 'Exponent', field: 'exponent', usual: 2 },
  'hwang-shih-decani': { label: 'Gamma', field: 'gamma', usual: -4 },
};

const withSpending = (key: unknown): Partial<PlanForm> => {
  const spending = SPENDING_KINDS.find(kind => kind === key);
  return spending === undefined
    ? {}
    : { spending, spendingParameter: PARAMETERS[spending]?.usual ?? null };
};

const SpendingFields = ({ form, change }: StepProps) => {
  const parameter = PARAMETERS[form.spending];
  return (
    <Flex gap="3" align="start">
      <PlanField path="design.spending">
        <Select
          label="How looks share the false-positive rate"
          description={SPENDINGS[form.spending].explanation}
          options={SPENDING_KINDS.map(id => ({
            id,
            label: SPENDINGS[id].label,
          }))}
          value={form.spending}
          onChange={key => change(withSpending(key))}
        />
      </PlanField>
      {parameter && (
        <PlanNumber
          path={`design.spending.${parameter.field}`}
          label={parameter.label}
          value={form.spendingParameter}
          onChange={spendingParameter => change({ spendingParameter })}
        />
      )}
    </Flex>
  );
};

const LookFields = (props: StepProps) => {
  const { form, change } = props;
  return (
    <>
      <Flex gap="3" align="start">
        <PlanNumber
          path="design.plannedLooks"
          label="Looks"
          description="Spread evenly; the last is at the planned end."
          value={form.plannedLooks}
          minValue={1}
          onChange={plannedLooks => change({ plannedLooks })}
        />
        <Select
          label="If more units come than planned"
          description={
            form.overRun === 'rescale'
              ? 'All data counts, and earlier looks are judged anew.'
              : 'The first look with all planned units is the last: the rate holds exactly.'
          }
          options={OVER_RUNS}
          value={form.overRun}
          onChange={key =>
            change({ overRun: key === 'strict' ? 'strict' : 'rescale' })
          }
        />
      </Flex>
      <SpendingFields {...props} />
    </>
  );
};

const BurnInField = ({ form, change }: StepProps) => (
  <PlanNumber
    path="design.burnInUnits"
    label="Burn-in"
    description="Optional: units before the first check, as the spread of a few is too rough to stop on."
    value={form.burnInUnits}
    minValue={1}
    onChange={burnInUnits => change({ burnInUnits })}
  />
);

const WidthField = ({ form, change }: StepProps) => (
  <PlanNumber
    path="design.widthRelative"
    label="Width of every interval (%)"
    description="From end to end, as a share of the control's mean."
    value={form.widthPercent}
    minValue={0}
    onChange={widthPercent => change({ widthPercent })}
  />
);

/** What a design asks for besides its rates and days. */
export const DesignParameters = (props: StepProps) => {
  switch (props.form.designKind) {
    case 'group-sequential':
      return <LookFields {...props} />;
    case 'fixed-power':
      return (
        <Flex>
          <BurnInField {...props} />
        </Flex>
      );
    case 'fixed-width':
      return (
        <Flex gap="3" align="start">
          <WidthField {...props} />
          <BurnInField {...props} />
        </Flex>
      );
    default:
      return null;
  }
};
