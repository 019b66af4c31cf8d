import { Link, Select, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { FormField } from '@etude/ui';
import { newFactTableRouteRef } from '../../routes';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

/** Which facts, of whom. */
export const SourceFields = (props: FormPartProps) => {
  const { draft, change, problems, factTables, factTable } = props;
  const newFactTable = useRouteRef(newFactTableRouteRef);
  const choose = (id: string) => {
    const chosen = factTables.find(table => table.id === id);
    const entities = Object.keys(chosen?.entityColumns ?? {});
    change({
      factTableId: id,
      entity: entities.includes(draft.entity)
        ? draft.entity
        : (entities[0] ?? ''),
      measure: '',
      ...(chosen?.timestampColumn === null
        ? { window: { ...draft.window, kind: 'none' as const } }
        : {}),
    });
  };
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Facts
      </Text>
      <FormField path="factTableId" problems={problems}>
        <Select
          label="Fact table"
          description="Where the facts are."
          isRequired
          placeholder={
            factTables.length === 0 ? 'There is none yet' : 'Choose a table'
          }
          options={factTables.map(({ id, name }) => ({ id, label: name }))}
          value={draft.factTableId || null}
          onChange={id => choose(String(id ?? ''))}
        />
      </FormField>
      {newFactTable && (
        <Text as="p" variant="body-small" color="secondary">
          The table you need is not there?{' '}
          <Link href={newFactTable()}>Make a fact table</Link>
        </Text>
      )}
      {factTable && (
        <FormField path="entity" problems={problems}>
          <Select
            label="Entity"
            description="Who is measured: each of them is one unit of an experiment."
            isRequired
            options={Object.keys(factTable.entityColumns).map(id => ({
              id,
              label: id,
            }))}
            value={draft.entity || null}
            onChange={entity => change({ entity: String(entity ?? '') })}
          />
        </FormField>
      )}
    </fieldset>
  );
};
