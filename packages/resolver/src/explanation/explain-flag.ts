import type { ResolverState, StateFlag } from '@etude/flags';
import { brokenText } from '../flag-entries';
import type {
  EvaluationContext,
  MaterializationLookup,
  Semantics,
} from '../resolution';
import { defaultEnding, ending, matchEnding } from './endings';
import type { Ending } from './endings';
import {
  activeFlag,
  explainPrerequisites,
  heldBack,
} from './explain-prerequisites';
import type { FlagExplainer } from './explain-prerequisites';
import { explainRule } from './explain-rule';
import type { ExplainedRequest } from './explain-segment';
import type { FlagExplanation, RuleExplanation } from './explanation';
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

const notReached = (flag: StateFlag, why: string): RuleExplanation[] =>
  flag.rules.map(rule => ({
    rule: rule.name,
    segmentName: rule.segment,
    outcome: rule.enabled ? 'notReached' : 'disabled',
    sentence: rule.enabled ? why : 'The rule is off.',
    selector: rule.targetingKeySelector,
    unit: null,
    bucket: null,
    bucketCount: rule.bucketCount,
    assignmentId: null,
    variant: null,
    segment: null,
  }));

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
