import type { ResolverState, StateFlag } from '@etude/flags';
import type { ResolveReason } from '../resolution';
import { defaultEnding, ending } from './endings';
import type { Ending } from './endings';
import type { FlagExplanation, PrerequisiteExplanation } from './explanation';
import { shortName } from './sentences';

/** The flag of this name that resolves. */
export const activeFlag = (
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
export type FlagExplainer = (flag: StateFlag) => FlagExplanation;

/** What each prerequisite of a flag gives, and whether that is enough. */
export const explainPrerequisites = (
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
export const heldBack = (
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
