import type { ComputationRequest } from './computation-request';
import type { FactSource, FactTable } from './fact-table';

/** Rows that lead from the ids of one entity to those of another. */
export type MappingPlan = {
  readonly source: FactSource;
  readonly fromColumn: string;
  readonly toColumn: string;
  /** Null: an id belongs to the same other id at all times. */
  readonly validFromColumn: string | null;
};

/** Facts with one column more: the related id that each belongs to. */
export type RelatedSource = {
  readonly kind: 'related';
  readonly source: PlannedSource;
  /** Columns of the facts that a plan may read. */
  readonly columns: readonly string[];
  readonly entityColumn: string;
  /** Used where the mapping changes with time. */
  readonly timestampColumn: string | null;
  readonly relatedColumn: string;
  readonly mapping: MappingPlan;
};

/** Where a plan reads rows from. */
export type PlannedSource = FactSource | RelatedSource;

/** A fact table as a plan sees it. */
export type PlannedFactTable = Omit<FactTable, 'source'> & {
  readonly source: PlannedSource;
};

/** A request whose fact tables all lead to its entity, where they can. */
export type PlannedRequest = Omit<ComputationRequest, 'factTables'> & {
  readonly factTables: readonly PlannedFactTable[];
};
