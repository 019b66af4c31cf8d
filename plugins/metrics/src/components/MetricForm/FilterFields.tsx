import { Text } from '@backstage/ui';
import type { FormPartProps } from './form-part';
import { FilterRows } from './FilterRows';
import styles from './MetricForm.module.css';

/** Which facts count. */
export const FilterFields = (props: FormPartProps) => {
  const { draft, change, columnsOf, problems } = props;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Filters
      </Text>
      {draft.filters.length === 0 && (
        <Text as="p" variant="body-small" color="secondary">
          Without a filter every row of the fact table counts.
        </Text>
      )}
      <FilterRows
        rows={draft.filters}
        onChange={filters => change({ filters })}
        columns={columnsOf(draft.factTableId)}
        factTableId={draft.factTableId}
        path="filters"
        problems={problems}
      />
    </fieldset>
  );
};
