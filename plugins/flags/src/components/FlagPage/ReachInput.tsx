import { NumberField, Slider } from '@backstage/ui';

export type ReachInputProps = {
  /** 0 to 100. */
  readonly percent: number;
  readonly onChange: (percent: number) => void;
};

/** A reach by slider or, exactly, as a number. */
export const ReachInput = ({ percent, onChange }: ReachInputProps) => (
  <>
    <Slider
      label="Reach"
      minValue={0}
      maxValue={100}
      step={1}
      value={percent}
      onChange={onChange}
      formatOptions={{ style: 'unit', unit: 'percent' }}
    />
    <NumberField
      label="Reach in %"
      minValue={0}
      maxValue={100}
      formatOptions={{ maximumFractionDigits: 4 }}
      value={percent}
      onChange={value => onChange(Number.isNaN(value) ? 0 : value)}
    />
  </>
);
