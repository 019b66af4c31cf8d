import type { Capabilities } from '@etude/sql';
import type {
  DimensionPlan,
  ExposureFilterPlan,
  UnitsPlan,
} from './computation-plan';
import type { PlannedFactTable } from './planned-source';
import type { Metric } from './metric';

/** What the engine of a plan can do, and what to call it in a refusal. */
export type EngineCapabilities = Capabilities & { readonly id: string };

/** Metrics and fact tables that are planned against a set of units. */
export type PlanInput = {
  readonly experimentId: string;
  readonly entity: string;
  readonly variants: readonly string[];
  readonly units: UnitsPlan;
  readonly exposureFilter: ExposureFilterPlan | null;
  readonly dimensions: readonly DimensionPlan[];
  readonly timeZone: string;
  readonly from: string | null;
  readonly until: string;
  readonly metrics: readonly Metric[];
  readonly factTables: readonly PlannedFactTable[];
};
