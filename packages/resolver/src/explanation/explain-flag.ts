import type { ResolverState, StateFlag } from '@etude/flags';
import { backFill } from '../back-fill';
import { brokenText } from '../flag-entries';
import type {
  EvaluationContext,
  MaterializationLookup,
  ResolveReason,
  Semantics,
} from '../resolution';
import { explainRule } from './explain-rule';
import type { ExplainedRequest } from './explain-segment';
import type {
  FlagExplanation,
  PrerequisiteExplanation,
  RuleExplanation,
} from './explanation';
import { environmentsText, shortName } from './sentences';

/** What {@link explainFlag} is asked. */
export type ExplainRequest = {
  /** `flags/<flag>` */
  readonly flag: string;
  readonly credential: {
    readonly client: string;
    readonly environments: readonly string[];
  };
  readonly context: EvaluationContext;
  readonly materializations?: MaterializationLookup;
  /** Default `general`. */
  readonly semantics?: Semantics;
};

const activeFlag = (
  state: ResolverState,
  name: string,
): StateFlag | undefined =>
  state.flags.findLast(flag => flag.name === name && flag.state === 'active');

/** True when `from` has `to` as prerequisite, directly or not. */
const leadsTo = (state: ResolverState, from: string, to: string): boolean => {
  const seen = new Set<string>();
  const open = [from];
  for (;;) {
    const name = open.pop();
    if (name === undefined) return false;
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    const flag = state.flags.findLast(candidate => candidate.name === name);
    open.push(...(flag?.prerequisites ?? []).map(next => next.flag));
  }
};

const notReached = (flag: StateFlag, why: string): RuleExplanation[] =>
  flag.rules.map(rule => ({
    rule: rule.name,
    segmentName: rule.segment,
    outcome: rule.enabled ? 'notReached' : 'disabled',
    sentence: rule.enabled ? why : 'The rule is disabled.',
    selector: rule.targetingKeySelector,
    unit: null,
    bucket: null,
    bucketCount: rule.bucketCount,
    assignmentId: null,
    variant: null,
    segment: null,
  }));

/** The parts of an explanation that say how it ends. */
type Ending = Pick<
  FlagExplanation,
  'reason' | 'variant' | 'value' | 'sentence'
>;

const ending = (reason: ResolveReason, sentence: string): Ending => ({
  reason,
  variant: null,
  value: null,
  sentence,
});

const valueOf = (flag: StateFlag, variant: string) => {
  const found = flag.variants.find(({ name }) => name === variant);
  return found === undefined ? null : backFill(flag.schema.fields, found.value);
};

const defaultEnding = (
  flag: StateFlag,
  reason: 'DEFAULT' | 'DISABLED' | 'PREREQUISITE_FAILED',
  why: string,
): Ending => {
  const variant = flag.defaultVariant ?? null;
  if (variant === null) {
    return ending(
      reason === 'DEFAULT' ? 'NO_SEGMENT_MATCH' : reason,
      `${why}, and the flag has no default variant: the default in the code applies.`,
    );
  }
  const value = valueOf(flag, variant);
  return value === null
    ? ending(
        'ERROR',
        `${why}, but the flag does not have its default variant '${shortName(variant)}'.`,
      )
    : {
        reason,
        variant,
        value,
        sentence: `${why}, so the default variant '${shortName(variant)}' applies.`,
      };
};

const matchEnding = (flag: StateFlag, rule: RuleExplanation): Ending => {
  const name = shortName(rule.rule);
  return rule.variant === null
    ? {
        ...ending(
          'MATCH',
          `Rule '${name}' leaves it to the default in the code.`,
        ),
        value: {},
      }
    : {
        reason: 'MATCH',
        variant: rule.variant,
        value: valueOf(flag, rule.variant),
        sentence: `Rule '${name}' gives variant '${shortName(rule.variant)}'.`,
      };
};

const explainRules = (
  flag: StateFlag,
  request: ExplainedRequest,
): Ending & { readonly rules: readonly RuleExplanation[] } => {
  const rules: RuleExplanation[] = [];
  let isUnknown = false;
  for (const [index, rule] of flag.rules.entries()) {
    const explained = explainRule(flag, rule, request);
    const { explanation, end, isKept } = explained;
    isUnknown ||= explained.isUnknown;
    const name = shortName(rule.name);
    // What would match after an unknown answer must not.
    const isHeldBack =
      isUnknown &&
      !isKept &&
      (explanation.outcome === 'matched' ||
        explanation.outcome === 'fellThrough');
    if (isHeldBack) {
      rules.push({
        ...explanation,
        outcome: 'materializationUnknown',
        sentence:
          'The rule matches, but whether an earlier one does is not known.',
      });
      continue;
    }
    rules.push(explanation);
    if (end === null) continue;
    const rest = { ...flag, rules: flag.rules.slice(index + 1) };
    rules.push(
      ...notReached(rest, `Not tried: rule '${name}' decided before.`),
    );
    return end === 'MATCH'
      ? { rules, ...matchEnding(flag, explanation) }
      : {
          rules,
          ...ending(end, `Rule '${name}' failed: ${explanation.sentence}`),
        };
  }
  return isUnknown
    ? {
        rules,
        ...ending(
          'MATERIALIZATION_NOT_SUPPORTED',
          'Which rule matches depends on stored memberships, and no store is connected.',
        ),
      }
    : { rules, ...defaultEnding(flag, 'DEFAULT', 'No rule matched') };
};

const failedText = (failed: PrerequisiteExplanation): string => {
  const given =
    failed.variant === null
      ? 'gives no variant'
      : `gives variant '${shortName(failed.variant)}'`;
  const wanted = failed.variants.map(name => `'${shortName(name)}'`);
  return `Flag '${shortName(failed.flag)}' ${given}, not ${wanted.join(' or ')} as this flag requires`;
};

/** A prerequisite explained, with why the other flag gives what it gives. */
type ExplainedPrerequisite = {
  readonly explanation: PrerequisiteExplanation;
  readonly reason: ResolveReason | null;
};

/** Explains flags of one request, each once. */
type FlagExplainer = (flag: StateFlag) => FlagExplanation;

const explainPrerequisites = (
  flag: StateFlag,
  state: ResolverState,
  explainOnce: FlagExplainer,
): ExplainedPrerequisite[] =>
  (flag.prerequisites ?? []).map(prerequisite => {
    const other = activeFlag(state, prerequisite.flag);
    if (other === undefined || leadsTo(state, prerequisite.flag, flag.name)) {
      return {
        explanation: { ...prerequisite, variant: null, isMet: false },
        reason: null,
      };
    }
    const { variant, reason } = explainOnce(other);
    const isMet = variant !== null && prerequisite.variants.includes(variant);
    return { explanation: { ...prerequisite, variant, isMet }, reason };
  });

const isUnknown = ({ reason }: ExplainedPrerequisite): boolean =>
  reason === 'MATERIALIZATION_NOT_SUPPORTED';

/** How the prerequisites end a flag before its rules, and why; or null. */
const heldBack = (
  flag: StateFlag,
  prerequisites: readonly ExplainedPrerequisite[],
): { readonly ending: Ending; readonly why: string } | null => {
  const failed = prerequisites.find(
    prerequisite => !prerequisite.explanation.isMet && !isUnknown(prerequisite),
  );
  if (failed !== undefined) {
    const text = failedText(failed.explanation);
    return {
      ending: defaultEnding(flag, 'PREREQUISITE_FAILED', text),
      why: 'a prerequisite failed',
    };
  }
  const open = prerequisites.find(isUnknown);
  return open === undefined
    ? null
    : {
        ending: ending(
          'MATERIALIZATION_NOT_SUPPORTED',
          `What flag '${shortName(open.explanation.flag)}' gives depends on stored memberships, and no store is connected.`,
        ),
        why: 'a prerequisite is not known',
      };
};

const explainActive = (
  flag: StateFlag,
  request: ExplainedRequest,
  explainOnce: FlagExplainer,
): FlagExplanation => {
  const off = (flag.disabledEnvironments ?? []).filter(name =>
    request.environments.includes(name),
  );
  const isOff = flag.enabled === false || off.length > 0;
  const prerequisites = explainPrerequisites(flag, request.state, explainOnce);
  const told = {
    flag: flag.name,
    isOff,
    prerequisites: prerequisites.map(({ explanation }) => explanation),
  };
  if (isOff) {
    const where = flag.enabled === false ? '' : ` for ${environmentsText(off)}`;
    return {
      ...told,
      ...defaultEnding(flag, 'DISABLED', `The flag is off${where}`),
      rules: notReached(flag, 'Not tried: the flag is off.'),
    };
  }
  const held = heldBack(flag, prerequisites);
  return held === null
    ? { ...told, ...explainRules(flag, request) }
    : {
        ...told,
        ...held.ending,
        rules: notReached(flag, `Not tried: ${held.why}.`),
      };
};

/**
 * Why a flag resolves as it does: for every rule whether it matched and why,
 * with the buckets, in sentences for people. It reads the state directly, so it
 * is also what the compiled resolver is tested against. undefined when the
 * client has no such active flag. Never throws: a broken flag ends with `ERROR`.
 */
export const explainFlag = (
  state: ResolverState,
  request: ExplainRequest,
): FlagExplanation | undefined => {
  const { credential, context, semantics = 'general' } = request;
  const explained: ExplainedRequest = {
    state,
    environments: credential.environments,
    context,
    materializations: request.materializations,
    semantics,
  };
  const known = new Map<string, FlagExplanation>();
  const explainOnce: FlagExplainer = flag => {
    const before = known.get(flag.name);
    if (before !== undefined) return before;
    let explanation: FlagExplanation;
    try {
      explanation = explainActive(flag, explained, explainOnce);
    } catch (error) {
      explanation = {
        flag: flag.name,
        isOff: false,
        prerequisites: [],
        rules: [],
        ...ending('ERROR', brokenText(flag.name, error)),
      };
    }
    known.set(flag.name, explanation);
    return explanation;
  };
  const flag = activeFlag(state, request.flag);
  return flag?.clients.includes(credential.client)
    ? explainOnce(flag)
    : undefined;
};
