import { Select } from '@backstage/ui';
import { timeZoneNames } from '@etude/plugin-experiments-common';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';

const optionOf = (name: string) => ({ id: name, label: name });

const OPTIONS = timeZoneNames().map(optionOf);

/** Whose calendar days the days of the experiment are. */
export const TimeZoneField = ({ form, change }: StepProps) => {
  const { timeZone } = form;
  // What a draft holds stays selectable, whether it is a zone or not.
  const options = OPTIONS.some(({ id }) => id === timeZone)
    ? OPTIONS
    : [optionOf(timeZone), ...OPTIONS];
  return (
    <PlanField path="timeZone">
      <Select
        label="Time zone"
        description="A day begins and ends by its clocks: days of exposure, windows in days, and the planned end."
        search={{ placeholder: 'Search zones' }}
        options={options}
        value={timeZone}
        onChange={name => {
          if (name !== null) change({ timeZone: String(name) });
        }}
      />
    </PlanField>
  );
};
