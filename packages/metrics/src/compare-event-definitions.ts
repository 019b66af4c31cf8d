import type {
  EventDefinition,
  EventField,
  EventFieldType,
} from './event-definition';

/** One difference between the fields of two versions of an event. */
export type EventFieldChange = {
  readonly path: string;
  /**
   * True when events of the version before may be wrong now, or when those who
   * read the field no longer find what they did.
   */
  readonly isBreaking: boolean;
  /** What changed, and for whom it matters. */
  readonly message: string;
};

/** Every value of the one is a value of the other, for senders and readers. */
const isWider = (from: EventFieldType, to: EventFieldType): boolean =>
  from === 'integer' && to === 'number';

const harmless = (path: string, message: string): EventFieldChange => ({
  path,
  isBreaking: false,
  message,
});

const breaking = (path: string, message: string): EventFieldChange => ({
  path,
  isBreaking: true,
  message,
});

const typeChange = (
  before: EventField,
  after: EventField,
): EventFieldChange[] => {
  if (before.type === after.type) return [];
  const path = after.path;
  return isWider(before.type, after.type)
    ? [harmless(path, `'${path}' may have fractions from now on.`)]
    : [
        breaking(
          path,
          `'${path}' changes from ${before.type} to ${after.type}: what is sent now does not fit, and queries of it fail. Add a field of the new type instead.`,
        ),
      ];
};

const presenceChange = (
  before: EventField,
  after: EventField,
): EventFieldChange[] => {
  const path = after.path;
  if (before.isRequired === after.isRequired) return [];
  return after.isRequired
    ? [
        breaking(
          path,
          `'${path}' becomes required: clients that leave it out send wrong events from now on. Leave it optional until all send it.`,
        ),
      ]
    : [harmless(path, `'${path}' may be left out from now on.`)];
};

const entityChange = (
  before: EventField,
  after: EventField,
): EventFieldChange[] => {
  const path = after.path;
  if (before.entity === after.entity) return [];
  return before.entity === undefined
    ? [harmless(path, `'${path}' is the id of a ${after.entity ?? ''}.`)]
    : [
        breaking(
          path,
          `'${path}' is no longer the id of a ${before.entity}: facts of that entity lose it. Add a field for the other meaning instead.`,
        ),
      ];
};

const added = ({ path, isRequired, type }: EventField): EventFieldChange =>
  isRequired
    ? breaking(
        path,
        `'${path}' is new and required: every client that sends the event now sends a wrong one. Add it as optional first.`,
      )
    : harmless(path, `'${path}' is new (${type}).`);

const removed = ({ path }: EventField): EventFieldChange =>
  breaking(
    path,
    `'${path}' is removed: metrics and queries that read it find nothing. Leave it as optional instead.`,
  );

/** What changes from one version of an event's fields to another, by path. */
export const compareEventDefinitions = (
  before: Pick<EventDefinition, 'fields'>,
  after: Pick<EventDefinition, 'fields'>,
): readonly EventFieldChange[] => {
  const old = new Map(before.fields.map(field => [field.path, field]));
  const kept = new Set(after.fields.map(({ path }) => path));
  const changes = after.fields.flatMap(field => {
    const previous = old.get(field.path);
    if (previous === undefined) return [added(field)];
    return [
      ...typeChange(previous, field),
      ...presenceChange(previous, field),
      ...entityChange(previous, field),
    ];
  });
  const gone = before.fields.filter(({ path }) => !kept.has(path));
  return [...changes, ...gone.map(removed)].sort((a, b) =>
    a.path < b.path ? -1 : Number(a.path > b.path),
  );
};
