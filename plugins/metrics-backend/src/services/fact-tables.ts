import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Caller } from '@etude/api-node';
import type { Clock, Problem } from '@etude/kernel';
import { factTableSchema } from '@etude/metrics';
import type { FactTable } from '@etude/metrics';
import {
  factTableCreatePermission,
  factTableReadPermission,
  factTableUpdatePermission,
} from '@etude/plugin-metrics-common';
import type {
  Column,
  CreateFactTableRequest,
  FactTableVersion,
  ListFactTablesFilter,
  StoredFactTable,
  UpdateFactTableRequest,
} from '@etude/plugin-metrics-common';
import type { Request } from 'express';
import { etagConflict, idTaken, notFound, refusal } from '../metrics-errors';
import { factTableResourceRef } from '../permission-rules';
import type { DefinitionVersionStore } from '../stores/definition-version-store';
import type { FactTableStore } from '../stores/fact-table-store';
import type { MetricStore } from '../stores/metric-store';
import type { RelationStore } from '../stores/relation-store';
import { audited } from './audited';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import { dependantProblems } from './check-dependants';
import { checkFactTable } from './check-fact-table';
import { chosenId, createdRecord, updatedRecord } from './definition-changes';
import { valueOrThrow } from './fact-sources';
import type { FactSources, PlacedSource } from './fact-sources';
import type { MetricPlanner } from './metric-planner';

export type FactTablesOptions = {
  readonly store: FactTableStore;
  readonly versions: DefinitionVersionStore<FactTable>;
  readonly metrics: MetricStore;
  readonly relations: RelationStore;
  readonly sources: FactSources;
  readonly planner: MetricPlanner;
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
    'ETUDE_METRICS_FACT_TABLE_INVALID',
    `The fact table '${id}' cannot be used`,
    problems,
  );

/** Use cases of fact tables. */
export class FactTables {
  readonly #options: FactTablesOptions;

  constructor(options: FactTablesOptions) {
    this.#options = options;
  }

  async list(
    filter: ListFactTablesFilter,
    caller: Caller,
  ): Promise<StoredFactTable[]> {
    const { store, authorization } = this.#options;
    await authorization.require(factTableReadPermission, caller);
    return store.list({ equals: { owner: filter.owner }, q: filter.q });
  }

  async get(id: string, caller: Caller): Promise<StoredFactTable> {
    await this.#options.authorization.require(factTableReadPermission, caller);
    return this.#find(id);
  }

  /** The definitions that it has and had, latest first. */
  async versions(id: string, caller: Caller): Promise<FactTableVersion[]> {
    return this.#options.versions.history(await this.get(id, caller));
  }

  /** The columns of a source that a fact table may be made of. */
  async describe(
    source: PlacedSource,
    caller: Caller,
  ): Promise<readonly Column[]> {
    const { sources, authorization } = this.#options;
    await authorization.require(factTableCreatePermission, caller);
    return valueOrThrow(await sources.describe(source), problems =>
      refusal(
        'ETUDE_METRICS_FACT_TABLE_INVALID',
        'The source cannot be read',
        problems,
      ),
    );
  }

  /**
   * Passes when the caller may make the fact table, or what it is now into it.
   *
   * @throws ETUDE_METRICS_FORBIDDEN, ETUDE_METRICS_OWNER_FORBIDDEN
   */
  async mayStore(
    { owner }: Pick<FactTable, 'owner'>,
    previous: StoredFactTable | undefined,
    caller: Caller,
  ): Promise<void> {
    const check = {
      create: factTableCreatePermission,
      update: factTableUpdatePermission,
      resourceRef: factTableResourceRef,
      previous,
      owner,
    };
    await this.#options.authorization.requireStore(check, caller);
  }

  async create(call: CallOf<CreateFactTableRequest>): Promise<StoredFactTable> {
    const { store, auditor, clock } = this.#options;
    const { caller, body, request } = call;
    await this.mayStore(body, undefined, caller);
    const factTable = factTableSchema.parse({ ...body, id: chosenId(body) });
    const meta = { factTableId: factTable.id };
    return audited(
      auditor,
      { eventId: 'fact-table-create', request, meta },
      async () => {
        await this.#check(factTable);
        const record = createdRecord({ by: principalName(caller), clock });
        if (!(await store.insert(factTable, record))) {
          throw idTaken('fact table', factTable.id);
        }
        return { ...factTable, ...record };
      },
    );
  }

  async update(
    id: string,
    call: CallOf<UpdateFactTableRequest>,
  ): Promise<StoredFactTable> {
    const { store, versions, auditor, clock } = this.#options;
    const { caller, body, request } = call;
    const previous = await this.#find(id);
    await this.mayStore(body, previous, caller);
    const factTable = factTableSchema.parse({ ...body, id });
    return audited(
      auditor,
      { eventId: 'fact-table-update', request, meta: { factTableId: id } },
      async () => {
        const columns = await this.#check(factTable);
        await this.#checkDependants(factTable, columns);
        const record = updatedRecord(previous, {
          by: principalName(caller),
          clock,
        });
        await versions.keep(previous);
        if (!(await store.update(factTable, record, body.etag))) {
          throw etagConflict('fact table', id);
        }
        return { ...factTable, ...record };
      },
    );
  }

  async #find(id: string): Promise<StoredFactTable> {
    const factTable = await this.#options.store.find(id);
    if (!factTable) throw notFound('fact table', id);
    return factTable;
  }

  async #check(factTable: FactTable): Promise<readonly Column[]> {
    const columns = valueOrThrow(
      await this.#options.sources.describe(factTable),
      invalid(factTable.id),
    );
    const problems = checkFactTable(factTable, columns);
    if (problems.length > 0) throw invalid(factTable.id)(problems);
    return columns;
  }

  async #checkDependants(
    factTable: FactTable,
    columns: readonly Column[],
  ): Promise<void> {
    const { store, ...options } = this.#options;
    const problems = await dependantProblems(
      { factTable, columns },
      { ...options, factTables: store },
    );
    if (problems.length > 0) throw invalid(factTable.id)(problems);
  }
}
