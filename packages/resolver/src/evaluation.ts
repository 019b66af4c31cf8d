import type { EvaluationContext, MaterializationLookup } from './resolution';
import type { INVALID_UNIT, UnitReader } from './unit';

/** What one request carries through the closures of the compiled state. */
export type Evaluation = {
  readonly context: EvaluationContext;
  readonly materializations: MaterializationLookup | undefined;
  /** The reader that `unitRead` came from; rules of a request share it. */
  unitReader: UnitReader | null;
  unitRead: string | null | typeof INVALID_UNIT;
  /** The unit of the rule being tried; null when it has none. */
  unit: string | null;
  /** The unit that `populationBucket` was computed for. */
  populationUnit: string | null;
  /** Population bucket of `populationUnit`; rules of a request share it. */
  populationBucket: number;
};

/** A fresh evaluation of one request. */
export const newEvaluation = (
  context: EvaluationContext,
  materializations: MaterializationLookup | undefined,
): Evaluation => ({
  context,
  materializations,
  unitReader: null,
  unitRead: null,
  unit: null,
  populationUnit: null,
  populationBucket: -1,
});

/** The unit that `reader` finds, read once per request. */
export const unitOf = (
  evaluation: Evaluation,
  reader: UnitReader,
): string | null | typeof INVALID_UNIT => {
  if (evaluation.unitReader !== reader) {
    evaluation.unitRead = reader(evaluation.context);
    evaluation.unitReader = reader;
  }
  return evaluation.unitRead;
};
