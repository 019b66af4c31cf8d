import type { Decision, EndReason } from './experiment';
import type { ExperimentPlan } from './experiment-plan';
import type { Verdict } from './verdict';

/** New values of an experiment's fields; `null` removes an optional one. */
export type ExperimentChanges = {
  readonly name?: string;
  readonly owner?: string;
  readonly componentRef?: string | null;
  readonly surface?: string | null;
  readonly plan?: ExperimentPlan;
};

/** What may be asked of an experiment. `decide` answers or refuses. */
export type ExperimentCommand =
  | ({ readonly kind: 'edit' } & ExperimentChanges)
  | {
      readonly kind: 'launch';
      /** Rule and segment that serve it; needed when a flag assigns. */
      readonly ruleId?: string;
      readonly segmentId?: string;
    }
  | {
      readonly kind: 'end';
      readonly reason: EndReason;
      /** When the design's own stopping rule was met, as the analysis says. */
      readonly stopReachedAt?: string | undefined;
    }
  | { readonly kind: 'decide'; readonly decision: Decision }
  | { readonly kind: 'record-verdict'; readonly verdict: Verdict }
  | { readonly kind: 'discard' };

type EventOf<Kind extends string, Fields = unknown> = {
  readonly kind: Kind;
  readonly experimentId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
} & Readonly<Fields>;

/** What happened to an experiment, for its activity and for those who listen. */
export type ExperimentEvent =
  | EventOf<'created', { name: string; owner: string }>
  | EventOf<'edited', { changes: ExperimentChanges }>
  | EventOf<
      'launched',
      { plannedEndAt: string; ruleId?: string; segmentId?: string }
    >
  | EventOf<'ended', { reason: EndReason }>
  | EventOf<'decided', { decision: Decision }>
  | EventOf<'verdict-recorded', { verdict: Verdict }>
  | EventOf<'discarded'>;
