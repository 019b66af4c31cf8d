import { Text, TextAreaField, TextField } from '@backstage/ui';
import { FormField, OwnerSelect } from '@etude/ui';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

/** What the metric is called, what it is good for, and who answers for it. */
export const IdentityFields = (props: FormPartProps) => {
  const { draft, change, problems } = props;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Metric
      </Text>
      <FormField path="name" problems={problems}>
        <TextField
          label="Name"
          description="What people call it, such as Purchase rate."
          isRequired
          value={draft.name}
          onChange={name => change({ name })}
        />
      </FormField>
      <FormField path="description" problems={problems}>
        <TextAreaField
          label="Description"
          description="When to use it and what to know before trusting it."
          rows={2}
          value={draft.description}
          onChange={description => change({ description })}
        />
      </FormField>
      <OwnerSelect
        value={draft.owner}
        problems={problems}
        onChange={owner => change({ owner })}
      />
    </fieldset>
  );
};
