import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Caller } from '@etude/api-node';
import type { Clock, Problem } from '@etude/kernel';
import {
  entityRelationSchema,
  relationCoverageQuery,
  warehouseIdOf,
} from '@etude/metrics';
import type { EntityRelation, FactTable } from '@etude/metrics';
import {
  factTableReadPermission,
  factTableUpdatePermission,
  relationCoverageSchema,
} from '@etude/plugin-metrics-common';
import type {
  CreateRelationRequest,
  RelationCoverage,
  StoredRelation,
  UpdateRelationRequest,
} from '@etude/plugin-metrics-common';
import { printSql } from '@etude/sql';
import type { Request } from 'express';
import { etagConflict, idTaken, notFound, refusal } from '../metrics-errors';
import { factTableResourceRef } from '../permission-rules';
import type { FactTableStore } from '../stores/fact-table-store';
import type { RelationStore } from '../stores/relation-store';
import { audited } from './audited';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import { checkRelation } from './check-relation';
import { chosenId, createdRecord, updatedRecord } from './definition-changes';
import { valueOrThrow } from './fact-sources';
import type { FactSources } from './fact-sources';
import type { Warehouses } from './warehouses';

export type RelationsOptions = {
  readonly store: RelationStore;
  readonly factTables: FactTableStore;
  readonly sources: FactSources;
  readonly warehouses: Warehouses;
  readonly authorization: Authorization;
  readonly auditor: AuditorService;
  readonly clock: Clock;
};

type CallOf<T> = {
  readonly body: T;
  readonly caller: Caller;
  readonly request: Request;
};

const invalid = (id: string) => (problems: readonly Problem[]) =>
  refusal(
    'ETUDE_METRICS_RELATION_INVALID',
    `The relation '${id}' cannot be used`,
    problems,
  );

/**
 * Use cases of relations between entities. A relation says what the rows of
 * its fact table mean, so whoever may change the table may change it.
 */
export class Relations {
  readonly #options: RelationsOptions;

  constructor(options: RelationsOptions) {
    this.#options = options;
  }

  async list(caller: Caller): Promise<StoredRelation[]> {
    const { store, authorization } = this.#options;
    await authorization.require(factTableReadPermission, caller);
    return store.list();
  }

  /** How much of a relation can be used; asks the warehouse. */
  async coverage(
    id: string,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<RelationCoverage> {
    const { authorization, warehouses } = this.#options;
    await authorization.require(factTableReadPermission, caller);
    const relation = await this.#find(id);
    const factTable = await this.#factTable(relation);
    const { runner } = valueOrThrow(
      warehouses.find(warehouseIdOf(factTable)),
      invalid(id),
    );
    const query = relationCoverageQuery(relation, factTable);
    const { rows } = await runner.query(printSql(query, runner.dialect), {
      signal,
    });
    return relationCoverageSchema.parse(rows[0]);
  }

  /**
   * Passes when the caller may make the relation, or what it is now into it. A
   * fact table that does not exist is left to the checks of the relation.
   *
   * @throws ETUDE_METRICS_FORBIDDEN, ETUDE_METRICS_OWNER_FORBIDDEN
   */
  async mayStore(
    wanted: EntityRelation,
    previous: StoredRelation | undefined,
    caller: Caller,
  ): Promise<void> {
    const { authorization, factTables } = this.#options;
    for (const relation of previous ? [previous, wanted] : [wanted]) {
      if (await factTables.find(relation.factTableId)) {
        await this.#requireTable(relation, caller);
      }
    }
    if (wanted.owner !== previous?.owner) {
      await authorization.requireOwnership(wanted.owner, caller);
    }
  }

  async create(call: CallOf<CreateRelationRequest>): Promise<StoredRelation> {
    const { store, auditor, clock } = this.#options;
    const { body, caller, request } = call;
    const relation = entityRelationSchema.parse({
      ...body,
      id: chosenId(body),
    });
    await this.mayStore(relation, undefined, caller);
    const meta = { relationId: relation.id };
    return audited(
      auditor,
      { eventId: 'relation-create', request, meta },
      async () => {
        await this.#check(relation);
        const record = createdRecord({ by: principalName(caller), clock });
        if (!(await store.insert(relation, record))) {
          throw idTaken('relation', relation.id);
        }
        return { ...relation, ...record };
      },
    );
  }

  async update(
    id: string,
    call: CallOf<UpdateRelationRequest>,
  ): Promise<StoredRelation> {
    const { store, auditor, clock } = this.#options;
    const { body, caller, request } = call;
    const previous = await this.#find(id);
    const relation = entityRelationSchema.parse({ ...body, id });
    await this.mayStore(relation, previous, caller);
    return audited(
      auditor,
      { eventId: 'relation-update', request, meta: { relationId: id } },
      async () => {
        await this.#check(relation);
        const record = updatedRecord(previous, {
          by: principalName(caller),
          clock,
        });
        if (!(await store.update(relation, record, body.etag))) {
          throw etagConflict('relation', id);
        }
        return { ...relation, ...record };
      },
    );
  }

  /** Removes a relation: facts that came along it have no unit from now on. */
  async remove(id: string, call: CallOf<{ etag: string }>): Promise<void> {
    const { store, auditor } = this.#options;
    const { body, caller, request } = call;
    const previous = await this.#find(id);
    await this.#requireTable(previous, caller);
    await audited(
      auditor,
      { eventId: 'relation-remove', request, meta: { relationId: id } },
      async () => {
        if (!(await store.remove(id, body.etag))) {
          throw etagConflict('relation', id);
        }
      },
    );
  }

  async #find(id: string): Promise<StoredRelation> {
    const relation = await this.#options.store.find(id);
    if (!relation) throw notFound('relation', id);
    return relation;
  }

  async #factTable({ id, factTableId }: EntityRelation): Promise<FactTable> {
    const factTable = await this.#options.factTables.find(factTableId);
    if (factTable) return factTable;
    throw invalid(id)([
      {
        code: 'ETUDE_METRICS_FACT_TABLE_NOT_FOUND',
        path: 'factTableId',
        message: `There is no fact table '${factTableId}'. Choose one whose rows name both entities.`,
      },
    ]);
  }

  async #requireTable(relation: EntityRelation, caller: Caller) {
    await this.#options.authorization.requireFor(
      {
        permission: factTableUpdatePermission,
        resourceRef: factTableResourceRef,
        resource: await this.#factTable(relation),
      },
      caller,
    );
  }

  async #check(relation: EntityRelation): Promise<void> {
    const { store, sources } = this.#options;
    const factTable = await this.#factTable(relation);
    const columns = valueOrThrow(
      await sources.describe(factTable),
      invalid(relation.id),
    );
    const all = await store.list();
    const problems = checkRelation(relation, {
      factTable,
      columns,
      others: all.filter(({ id }) => id !== relation.id),
    });
    if (problems.length > 0) throw invalid(relation.id)(problems);
  }
}
