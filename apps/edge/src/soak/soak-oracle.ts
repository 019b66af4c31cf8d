import type { JsonObject, ResolverState } from '@etude/flags';
import { explainFlag } from '@etude/resolver';
import type {
  EvaluationContext,
  FlagExplanation,
  MaterializationLookup,
  ResolveReason,
} from '@etude/resolver';
import { SOAK_CREDENTIAL } from './soak-states';
import type { STICKY_CREDENTIAL } from './soak-states';

/** A row that the lake has to hold for a flag that was applied. */
export type ExpectedRecord = {
  readonly unit: string;
  readonly selector: string;
  readonly flag: string;
  readonly rule: string;
  readonly segment: string;
  readonly assignmentId: string;
  readonly variant: string | null;
  readonly reason: string;
};

/** What one flag is for one context in one state. Names, not ids. */
export type ExpectedFlag = {
  readonly flag: string;
  readonly variant: string | null;
  /** null when nothing matched, `{}` for the client default. */
  readonly value: Readonly<JsonObject> | null;
  readonly reason: ResolveReason;
  /** Name of the rule that decided, or null. */
  readonly origin: string | null;
  /** What applying it writes. */
  readonly records: readonly ExpectedRecord[];
};

/** Who asks, for whom, and what the store of sticky assignments says. */
export type Asker = {
  /** As the resolver sees it, with `targeting_key`. */
  readonly context: EvaluationContext;
  /** Default: the client of all flags but the sticky one. */
  readonly credential?: typeof SOAK_CREDENTIAL | typeof STICKY_CREDENTIAL;
  readonly materializations?: MaterializationLookup;
};

/** The id in a name such as `flags/<flag>/rules/<rule>`. */
export const idOf = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

const recordsOf = ({ flag, rules }: FlagExplanation): ExpectedRecord[] =>
  rules
    .filter(({ outcome }) => outcome === 'matched' || outcome === 'fellThrough')
    .map(rule => ({
      unit: rule.unit ?? '',
      selector: rule.selector === '' ? 'targeting_key' : rule.selector,
      flag: idOf(flag),
      rule: idOf(rule.rule),
      segment: idOf(rule.segmentName),
      assignmentId: rule.assignmentId ?? '',
      variant: rule.variant === null ? null : idOf(rule.variant),
      reason: rule.outcome === 'matched' ? 'MATCH' : 'FALLTHROUGH',
    }));

/**
 * What `flag` has to be for `context`, told by the interpreter that reads the
 * state directly and shares no compiled state with an edge; undefined when the
 * client has no such active flag.
 */
export const expectedFlag = (
  state: ResolverState,
  flag: string,
  { context, credential = SOAK_CREDENTIAL, materializations }: Asker,
): ExpectedFlag | undefined => {
  const explanation = explainFlag(state, {
    flag,
    credential,
    context,
    ...(materializations && { materializations }),
  });
  if (explanation === undefined) return undefined;
  const { variant, value, reason, rules } = explanation;
  const decided = rules.find(({ outcome }) => outcome === 'matched');
  return {
    flag,
    variant,
    value,
    reason,
    origin: decided?.rule ?? null,
    records: recordsOf(explanation),
  };
};

/** {@link expectedFlag} of every active flag, in the order of the state. */
export const expectedFlags = (
  state: ResolverState,
  asker: Asker,
): ExpectedFlag[] =>
  state.flags.flatMap(({ name }) => expectedFlag(state, name, asker) ?? []);
