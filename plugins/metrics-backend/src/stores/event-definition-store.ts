import { eventDefinitionSchema } from '@etude/metrics';
import type { EventDefinition } from '@etude/metrics';
import type {
  EventDefinitionVersion,
  StoredEventDefinition,
} from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import { DefinitionStore } from './definition-store';

const definitionsIn = (knex: Knex): DefinitionStore<EventDefinition> =>
  new DefinitionStore({
    knex,
    table: 'event_definitions',
    schema: eventDefinitionSchema,
    columns: () => ({}),
  });

type VersionRow = Omit<EventDefinitionVersion, 'definition'> & {
  readonly event_definition_id: string;
  readonly definition: string;
};

const versionsIn = (knex: Knex): Knex.QueryBuilder<VersionRow, VersionRow[]> =>
  knex<VersionRow, VersionRow[]>('event_definition_versions');

const keepVersion = async (
  knex: Knex,
  stored: StoredEventDefinition,
  reason: string | null,
): Promise<void> => {
  const definition = eventDefinitionSchema.parse(stored);
  await versionsIn(knex).insert({
    event_definition_id: stored.id,
    version: stored.version,
    since: stored.updatedAt,
    by: stored.updatedBy,
    reason,
    definition: JSON.stringify(definition),
  });
};

/** Event definitions with all versions of their fields. */
export class EventDefinitionStore {
  readonly #knex: Knex;
  readonly #definitions: DefinitionStore<EventDefinition>;

  constructor(knex: Knex) {
    this.#knex = knex;
    this.#definitions = definitionsIn(knex);
  }

  /** By name. */
  list(): Promise<StoredEventDefinition[]> {
    return this.#definitions.list();
  }

  listByIds(ids: readonly string[]): Promise<StoredEventDefinition[]> {
    return this.#definitions.listByIds(ids);
  }

  find(id: string): Promise<StoredEventDefinition | undefined> {
    return this.#definitions.find(id);
  }

  /** False when the id is taken. */
  insert(stored: StoredEventDefinition): Promise<boolean> {
    return this.#knex.transaction(async transaction => {
      const definitions = definitionsIn(transaction);
      if (!(await definitions.insert(stored, stored))) return false;
      await keepVersion(transaction, stored, null);
      return true;
    });
  }

  /** False when no definition of this id has the etag `expected`. */
  update(
    stored: StoredEventDefinition,
    change: {
      readonly expected: string;
      /** Whether the fields are others than before. */
      readonly isNewVersion: boolean;
      readonly reason: string | null;
    },
  ): Promise<boolean> {
    return this.#knex.transaction(async transaction => {
      const definitions = definitionsIn(transaction);
      if (!(await definitions.update(stored, stored, change.expected))) {
        return false;
      }
      if (change.isNewVersion) {
        await keepVersion(transaction, stored, change.reason);
      }
      return true;
    });
  }

  /** All versions of a definition, latest first. */
  async versions(id: string): Promise<EventDefinitionVersion[]> {
    const rows = await versionsIn(this.#knex)
      .where({ event_definition_id: id })
      .orderBy('version', 'desc');
    return rows.map(({ version, since, by, reason, definition }) => ({
      version,
      since,
      by,
      reason,
      definition: eventDefinitionSchema.parse(JSON.parse(definition)),
    }));
  }
}
