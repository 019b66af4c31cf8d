import { Button, ButtonIcon, Select, Text, TextField } from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { newEventField } from '../../model/event-definition-draft';
import type { EventFieldDraft } from '../../model/event-definition-draft';
import { EVENT_FIELD_TYPES } from '../../model/event-definition-facts';
import styles from './EventDefinitionForm.module.css';

export type EventFieldRowsProps = {
  readonly fields: readonly EventFieldDraft[];
  readonly onChange: (fields: readonly EventFieldDraft[]) => void;
  readonly problems: readonly FieldProblem[];
  /** Entities that fact tables name. */
  readonly entities: readonly string[];
};

type RowProps = EventFieldRowsProps & {
  readonly field: EventFieldDraft;
  readonly index: number;
};

const PRESENCE = [
  { id: 'optional', label: 'Optional' },
  { id: 'required', label: 'Required' },
];

const Row = (props: RowProps) => {
  const { fields, onChange, problems, field, index } = props;
  const name = `field ${index + 1}`;
  const change = (part: Partial<EventFieldDraft>) =>
    onChange(
      fields.map(other =>
        other.key === field.key ? { ...other, ...part } : other,
      ),
    );
  return (
    <div className={styles.row}>
      <FormField path={`fields[${index}]`} problems={problems}>
        <div className={styles.field}>
          <TextField
            label={`Path of ${name}`}
            placeholder="order.total"
            value={field.path}
            onChange={path => change({ path })}
          />
          <Select
            label={`Type of ${name}`}
            options={EVENT_FIELD_TYPES}
            value={field.type}
            onChange={key => {
              const type = EVENT_FIELD_TYPES.find(({ id }) => id === key)?.id;
              if (type) change({ type });
            }}
          />
          <Select
            label={`Presence of ${name}`}
            options={PRESENCE}
            value={field.isRequired ? 'required' : 'optional'}
            onChange={key => change({ isRequired: key === 'required' })}
          />
          <TextField
            label={`Entity of ${name}`}
            placeholder={props.entities[0] ?? 'user'}
            value={field.entity}
            onChange={entity => change({ entity })}
          />
          <TextField
            label={`Meaning of ${name}`}
            placeholder="In euros, with tax"
            value={field.description}
            onChange={description => change({ description })}
          />
          <ButtonIcon
            className={styles.remove ?? ''}
            variant="tertiary"
            icon={<RiDeleteBinLine size={16} />}
            aria-label={`Remove ${name}`}
            onPress={() =>
              onChange(fields.filter(({ key }) => key !== field.key))
            }
          />
        </div>
      </FormField>
    </div>
  );
};

const entityWords = (entities: readonly string[]): string =>
  entities.length === 0
    ? 'An entity is whose id a field holds, such as user.'
    : `An entity is whose id a field holds; fact tables name ${new Intl.ListFormat('en', { type: 'conjunction' }).format(entities)}.`;

/** The fields of the payload, one row each. */
export const EventFieldRows = (props: EventFieldRowsProps) => {
  const { fields, onChange, problems } = props;
  const removed = problems.filter(({ path }) => path === 'fields');
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Fields of the payload
      </Text>
      <Text as="p" color="secondary">
        A path has names with dots between, from the payload down. Require only
        what an event is wrong without: edges refuse events that lack it. Fields
        that are not listed may be sent as well. {entityWords(props.entities)}
      </Text>
      {fields.map((field, index) => (
        <Row key={field.key} {...props} field={field} index={index} />
      ))}
      <FormField path="fields" problems={removed}>
        <Button
          variant="secondary"
          iconStart={<RiAddLine />}
          onPress={() => onChange([...fields, newEventField()])}
        >
          Add field
        </Button>
      </FormField>
    </fieldset>
  );
};
