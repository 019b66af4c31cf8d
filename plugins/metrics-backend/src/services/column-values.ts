import type { Caller } from '@etude/api-node';
import type { Clock } from '@etude/kernel';
import { computationCreatePermission } from '@etude/plugin-metrics-common';
import { notFound, refusal } from '../metrics-errors';
import { readColumnValues } from '../read-models/column-values';
import type { FactTableStore } from '../stores/fact-table-store';
import type { Authorization } from './authorization';
import { columnUseProblem } from './column-use';
import { valueOrThrow } from './fact-sources';
import type { FactSources } from './fact-sources';
import type { Warehouses } from './warehouses';

export type ColumnValuesOptions = {
  readonly factTables: FactTableStore;
  readonly sources: FactSources;
  readonly warehouses: Warehouses;
  readonly authorization: Authorization;
  readonly clock: Clock;
};

type ValuesCall = {
  readonly factTableId: string;
  readonly column: string;
  readonly caller: Caller;
  readonly signal: AbortSignal;
};

/** Suggests what a column may be compared with. */
export class ColumnValues {
  readonly #options: ColumnValuesOptions;

  constructor(options: ColumnValuesOptions) {
    this.#options = options;
  }

  /**
   * Values of a column lately, most frequent first.
   *
   * @throws ETUDE_METRICS_FACT_TABLE_NOT_FOUND, ETUDE_METRICS_FACT_TABLE_INVALID
   * for a column that is not there, and whatever `readColumnValues` throws.
   */
  async values(call: ValuesCall): Promise<string[]> {
    const { factTableId, column, caller, signal } = call;
    const { authorization, factTables, sources, warehouses, clock } =
      this.#options;
    await authorization.require(computationCreatePermission, caller);
    const factTable = await factTables.find(factTableId);
    if (!factTable) throw notFound('fact table', factTableId);
    const refused = (problems: Parameters<typeof refusal>[2]) =>
      refusal(
        'ETUDE_METRICS_FACT_TABLE_INVALID',
        `Fact table '${factTableId}' cannot be asked for values`,
        problems,
      );
    const columns = valueOrThrow(await sources.describe(factTable), refused);
    const missing = columnUseProblem(
      { column, path: 'column', as: 'its values' },
      { columns, where: `fact table '${factTableId}'` },
    );
    if (missing) throw refused([missing]);
    const now = clock.now();
    return readColumnValues(factTable, column, { warehouses, now, signal });
  }
}
