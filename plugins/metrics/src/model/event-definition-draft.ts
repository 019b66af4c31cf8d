import type {
  CreateEventDefinitionRequest,
  StoredEventDefinition,
} from '@etude/plugin-metrics-common';
import type { FieldProblem } from '@etude/ui';

/** What an event means and carries, as it is sent. */
export type EventDefinitionInput = CreateEventDefinitionRequest & {
  readonly id: string;
};
export type EventField = EventDefinitionInput['fields'][number];
export type EventFieldType = EventField['type'];

/** A field as it is typed; `entity` is empty for none. */
export type EventFieldDraft = Omit<EventField, 'entity'> & {
  readonly key: string;
  readonly entity: string;
};

/** An event definition as it is typed. */
export type EventDefinitionDraft = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly fields: readonly EventFieldDraft[];
  /** Why a change may break with senders or readers. */
  readonly reason: string;
};

/** A field that waits for its path. */
export const newEventField = (): EventFieldDraft => ({
  key: crypto.randomUUID(),
  path: '',
  type: 'text',
  isRequired: false,
  description: '',
  entity: '',
});

export const emptyEventDefinitionDraft: EventDefinitionDraft = {
  id: '',
  name: '',
  description: '',
  owner: '',
  fields: [],
  reason: '',
};

/** A stored definition, to be changed. */
export const draftOfEventDefinition = ({
  id,
  name,
  description,
  owner,
  fields,
}: StoredEventDefinition): EventDefinitionDraft => ({
  id,
  name,
  description,
  owner,
  fields: fields.map(({ entity = '', ...field }) => ({
    ...field,
    key: field.path,
    entity,
  })),
  reason: '',
});

const REQUIRED = {
  name: 'Give the event a name, such as Purchase.',
  id: 'Say what applications send it as, such as purchase.',
  owner: 'Choose the team that answers for it.',
} as const;

const lacks = (
  draft: EventDefinitionDraft,
  required: readonly (keyof typeof REQUIRED)[],
): FieldProblem[] => [
  ...required.flatMap(path =>
    draft[path].trim() === '' ? [{ path, message: REQUIRED[path] }] : [],
  ),
  ...draft.fields.flatMap(({ path }, index) =>
    path.trim() === ''
      ? [
          {
            path: `fields[${index}].path`,
            message: `Field ${index + 1} has no path. Name it as the payload does, such as total, or remove it.`,
          },
        ]
      : [],
  ),
];

/** What a draft still lacks, by field. */
export const unfinishedEventDefinition = (
  draft: EventDefinitionDraft,
): FieldProblem[] => lacks(draft, ['name', 'id', 'owner']);

/** What a draft lacks to be tried on events that arrived. */
export const untriableEventDefinition = (
  draft: EventDefinitionDraft,
): FieldProblem[] => lacks(draft, ['id']);

/** The definition that a finished draft stands for. */
export const eventDefinitionOf = ({
  id,
  name,
  description,
  owner,
  fields,
}: EventDefinitionDraft): EventDefinitionInput => ({
  id: id.trim(),
  name: name.trim(),
  description: description.trim(),
  owner,
  fields: fields.map(({ path, type, isRequired, ...field }) => ({
    path: path.trim(),
    type,
    isRequired,
    description: field.description.trim(),
    ...(field.entity.trim() === '' ? {} : { entity: field.entity.trim() }),
  })),
});

const BREAKING = 'ETUDE_METRICS_EVENT_DEFINITION_BREAKING';

/** Whether a change was refused because it breaks with senders or readers. */
export const isBreakingRefusal = (error: Error | undefined): boolean =>
  error !== undefined && 'code' in error && error.code === BREAKING;

/**
 * Problems of a change that breaks, which come by the path in the payload, at
 * the rows of the form; a field that is gone has no row.
 */
export const atEventFields = (
  problems: readonly FieldProblem[],
  { fields }: EventDefinitionDraft,
): FieldProblem[] =>
  problems.map(({ path, message }) => {
    const index = fields.findIndex(field => field.path.trim() === path);
    return index < 0
      ? { path: 'fields', message }
      : { path: `fields[${index}].path`, message };
  });
