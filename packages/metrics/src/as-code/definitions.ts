import type {
  DimensionSource,
  ExposureFilter,
  UnitCovariate,
} from '../computation-request';
import type { EntityRelation } from '../entity-relation';
import type { FactSource, FactTable } from '../fact-table';
import type { Metric } from '../metric';
import type { ColumnType } from './written-definitions';

/** Something that can be randomised and analysed. */
export type Entity = { readonly id: string; readonly description: string };

/** Where an experiment learns which unit saw which variant. */
export type ExperimentAssignment =
  | {
      readonly kind: 'flag';
      readonly flagId: string;
      readonly ruleId: string;
    }
  | {
      readonly kind: 'table';
      readonly source: FactSource;
      readonly unitColumn: string;
      readonly variantColumn: string;
      /** Null: nobody knows when units were exposed. */
      readonly exposedAtColumn: string | null;
      readonly covariates: readonly UnitCovariate[];
      readonly dimensions: readonly string[];
    };

/** An experiment as far as computing it goes. Instants are ISO 8601. */
export type ExperimentDefinition = {
  readonly id: string;
  readonly entity: string;
  readonly assignment: ExperimentAssignment;
  readonly variants: readonly string[];
  readonly control: string;
  readonly from: string | null;
  readonly until: string;
  readonly exposureUntil: string | null;
  readonly timeZone: string;
  readonly exposureFilter: ExposureFilter | null;
  readonly dimensionSources: readonly DimensionSource[];
  readonly metricIds: readonly string[];
};

/** Types of columns of a CSV file that are told rather than looked up. */
export type TableColumns = {
  readonly table: string;
  readonly types: Readonly<Record<string, ColumnType>>;
};

/** What a file of definitions says, in the order of the file. */
export type Definitions = {
  readonly entities: readonly Entity[];
  readonly columns: readonly TableColumns[];
  readonly factTables: readonly FactTable[];
  readonly relations: readonly EntityRelation[];
  readonly metrics: readonly Metric[];
  readonly experiments: readonly ExperimentDefinition[];
};
