import { Radio, RadioGroup } from '@backstage/ui';
import { FlagFields } from './FlagFields';
import type { StepProps } from './step-props';
import { TableFields } from './TableFields';
import { VariantRows } from './VariantRows';

/** Where units get their variant, which there are, and in which shares. */
export const VariantsStep = (props: StepProps) => {
  const { form, change } = props;
  return (
    <>
      <RadioGroup
        label="Where do units get their variant?"
        value={form.source}
        onChange={value =>
          change({
            source: value === 'table' ? 'table' : 'flag',
            variants: [],
            controlVariant: '',
            // Data that is all there is judged once.
            ...(value === 'table' ? { designKind: 'fixed-horizon' } : {}),
          })
        }
      >
        <Radio value="flag">From a flag, once launched</Radio>
        <Radio value="table">Data already in a table</Radio>
      </RadioGroup>
      {form.source === 'flag' ? (
        <FlagFields {...props} />
      ) : (
        <TableFields {...props} />
      )}
      <VariantRows {...props} />
    </>
  );
};
