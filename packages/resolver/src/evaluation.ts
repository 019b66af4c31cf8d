import type { ABORT } from './outcome';
import type {
  AssignmentRecord,
  EvaluationContext,
  FlagResolution,
  MaterializationLookup,
  MaterializationWrite,
  Semantics,
} from './resolution';
import type { INVALID_UNIT, UnitReader } from './unit';

/** What one request carries through the closures of the compiled state. */
export type Evaluation = {
  readonly context: EvaluationContext;
  readonly materializations: MaterializationLookup | undefined;
  readonly semantics: Semantics;
  /** Environments of the credential. */
  readonly environments: readonly string[];
  /** The reader that `unitRead` came from; rules of a request share it. */
  unitReader: UnitReader | null;
  unitRead: string | null | typeof INVALID_UNIT;
  /** The unit of the rule being tried; null when it has none. */
  unit: string | null;
  /** The unit that `populationBucket` was computed for. */
  populationUnit: string | null;
  /** Population bucket of `populationUnit`; rules of a request share it. */
  populationBucket: number;
  /** What the rules of the flag tried so far have left behind. */
  fallthroughs: readonly AssignmentRecord[];
  writes: readonly MaterializationWrite[];
  /** A rule depends on a materialization that nobody can look up. */
  isUnknown: boolean;
  /** Flags that others of the request have as prerequisite, by name. */
  settled: Map<string, FlagResolution | typeof ABORT> | null;
};

export const NO_FALLTHROUGHS: readonly AssignmentRecord[] = [];
export const NO_WRITES: readonly MaterializationWrite[] = [];

/**
 * A fresh evaluation of one request. Short-lived on purpose: one that is kept
 * costs more, as every store into old memory has to be told to the collector.
 */
export const newEvaluation = (
  {
    credential,
    context,
    materializations,
  }: {
    readonly credential: { readonly environments: readonly string[] };
    readonly context: EvaluationContext;
    readonly materializations?: MaterializationLookup;
  },
  semantics: Semantics,
): Evaluation => ({
  context,
  materializations,
  semantics,
  environments: credential.environments,
  unitReader: null,
  unitRead: null,
  unit: null,
  populationUnit: null,
  populationBucket: -1,
  fallthroughs: NO_FALLTHROUGHS,
  writes: NO_WRITES,
  isUnknown: false,
  settled: null,
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
