import { Flex, NumberField, Slider, Text } from '@backstage/ui';
import { formatPercent } from '@etude/ui';

export type ReachInputProps = {
  /** 0 to 100. */
  readonly percent: number;
  readonly onChange: (percent: number) => void;
  /** What it is a share of; `Reach` when left out. */
  readonly label?: string;
};

const PERCENT: Intl.NumberFormatOptions = { maximumFractionDigits: 4 };
const WHOLE_PERCENT: Intl.NumberFormatOptions = {
  style: 'unit',
  unit: 'percent',
};

/** A reach by slider or, exactly, as a number. */
export const ReachInput = ({
  percent,
  onChange,
  label = 'Reach',
}: ReachInputProps) => (
  <>
    <Flex direction="column" gap="2">
      <Flex justify="between" aria-hidden="true">
        <Text variant="body-small">{label}</Text>
        <Text variant="body-small" color="secondary">
          {formatPercent(percent / 100)}
        </Text>
      </Flex>
      <Slider
        aria-label={label}
        minValue={0}
        maxValue={100}
        step={1}
        value={percent}
        onChange={onChange}
        formatOptions={WHOLE_PERCENT}
      />
    </Flex>
    <NumberField
      label={`${label} in %`}
      minValue={0}
      maxValue={100}
      formatOptions={PERCENT}
      value={percent}
      onChange={value => onChange(Number.isNaN(value) ? 0 : value)}
    />
  </>
);
