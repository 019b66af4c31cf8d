import { Select } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { FormField } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import type { RelationDraft } from '../../model/relation-draft';
import styles from './EntitiesTab.module.css';

export type RelationFieldsProps = {
  readonly draft: RelationDraft;
  readonly tables: readonly StoredFactTable[];
  readonly problems: readonly FieldProblem[];
  readonly onChange: (part: Partial<RelationDraft>) => void;
};

const ALWAYS = 'always';

const optionsOf = (ids: readonly string[]) =>
  ids.map(id => ({ id, label: id }));

/** A table with two entities leaves nothing to choose but the direction. */
const entitiesOf = (
  table: StoredFactTable | undefined,
): Pick<RelationDraft, 'from' | 'to'> => {
  const [from = '', to = ''] = Object.keys(table?.entityColumns ?? {});
  return { from, to };
};

/** Which rows lead from whom to whom, and since when. */
export const RelationFields = (props: RelationFieldsProps) => {
  const { draft, tables, problems, onChange } = props;
  const table = tables.find(({ id }) => id === draft.factTableId);
  const entities = Object.keys(table?.entityColumns ?? {});
  const time = table?.timestampColumn ?? null;
  return (
    <>
      <FormField path="factTableId" problems={problems}>
        <Select
          label="Fact table"
          description="Its rows name both entities, such as logins with device and user."
          placeholder="Choose a fact table"
          isRequired
          options={tables.map(({ id, name }) => ({ id, label: name }))}
          value={draft.factTableId === '' ? null : draft.factTableId}
          onChange={key => {
            const chosen = tables.find(({ id }) => id === key);
            onChange({
              factTableId: String(key ?? ''),
              ...entitiesOf(chosen),
              validFromColumn: '',
            });
          }}
        />
      </FormField>
      <div className={styles.direction}>
        <FormField path="from" problems={problems}>
          <Select
            label="Facts of each"
            placeholder={
              entities.length === 0 ? 'None to choose yet' : 'Choose'
            }
            isRequired
            options={optionsOf(entities)}
            value={draft.from === '' ? null : draft.from}
            onChange={key => onChange({ from: String(key ?? '') })}
          />
        </FormField>
        <FormField path="to" problems={problems}>
          <Select
            label="count for its"
            placeholder={
              entities.length === 0 ? 'None to choose yet' : 'Choose'
            }
            isRequired
            options={optionsOf(entities)}
            value={draft.to === '' ? null : draft.to}
            onChange={key => onChange({ to: String(key ?? '') })}
          />
        </FormField>
      </div>
      <FormField path="validFromColumn" problems={problems}>
        <Select
          label="Which one"
          description="An id that belongs to several at once belongs to nobody: its facts are left out."
          options={[
            { id: ALWAYS, label: 'The only one that its rows name' },
            ...(time === null
              ? []
              : [
                  {
                    id: time,
                    label: `The one of its latest row at the time of a fact (${time})`,
                  },
                ]),
          ]}
          value={draft.validFromColumn === '' ? ALWAYS : draft.validFromColumn}
          onChange={key =>
            onChange({ validFromColumn: key === ALWAYS ? '' : String(key) })
          }
        />
      </FormField>
    </>
  );
};
