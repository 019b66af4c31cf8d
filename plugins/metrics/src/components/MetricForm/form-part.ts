import type { StoredFactTable } from '@etude/plugin-metrics-common';
import type { FieldProblem } from '@etude/ui';
import type { FilterColumns } from '../../hooks/use-filter-columns';
import type { MetricDraft } from '../../model/metric-draft';

/** What every part of the metric form works on. */
export type FormPartProps = {
  readonly draft: MetricDraft;
  readonly change: (part: Partial<MetricDraft>) => void;
  readonly problems: readonly FieldProblem[];
  readonly factTables: readonly StoredFactTable[];
  readonly factTable: StoredFactTable | undefined;
  /** The columns that filters of a fact table may use. */
  readonly columnsOf: (factTableId: string) => FilterColumns;
};

/** A number field's value: empty is NaN there and null in the draft. */
export const shownNumber = (value: number | null): number => value ?? NaN;

/** What a number field says: NaN there is empty, null in the draft. */
export const enteredNumber = (value: number): number | null =>
  Number.isNaN(value) ? null : value;
