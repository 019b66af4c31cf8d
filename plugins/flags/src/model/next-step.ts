import type { FlagRecord } from '@etude/plugin-flags-common';
import { formatPercent } from '@etude/ui';
import { defaultWords, rolloutOf } from './rule-words';

/** What helps with a flag now. */
export type NextStep = {
  /** What is the case. */
  readonly title: string;
  readonly reason: string;
  /** The button that helps; absent where there is nothing to press. */
  readonly action?:
    | {
        readonly kind:
          'add-client' | 'roll-out' | 'switch-on' | 'unarchive' | 'variants';
      }
    | { readonly kind: 'experiment'; readonly experiment: string };
};

const servingStep = (flag: FlagRecord): NextStep | undefined => {
  const live = flag.rules.filter(({ enabled }) => enabled);
  const experiment = live.find(({ owner }) => owner.kind === 'experiment');
  if (experiment) {
    return {
      title: `The experiment ${experiment.name} is served here`,
      reason: 'Its results say what to roll out.',
      action: { kind: 'experiment', experiment: experiment.owner.ref },
    };
  }
  const rollout = live
    .map(rolloutOf)
    .find(candidate => candidate !== undefined);
  if (!rollout) return undefined;
  return rollout.reach < 1
    ? {
        title: `The variant ${rollout.variant} reaches ${formatPercent(rollout.reach)} of units`,
        reason:
          'Raise its reach when it is healthy, or lower it when it is not.',
      }
    : {
        title: `The variant ${rollout.variant} reaches everyone its rule gets`,
        reason:
          'When it is here to stay, take the flag out of the code and archive it.',
      };
};

const titleWithoutRelease = ({ rules, defaultVariant }: FlagRecord): string => {
  if (rules.some(({ enabled }) => enabled)) {
    return 'Only rules of people serve the flag';
  }
  if (defaultVariant !== null) {
    return `Everyone gets ${defaultVariant}, the default variant`;
  }
  return rules.length === 0
    ? 'The flag serves nothing yet'
    : 'The flag serves nothing: no rule is on';
};

/** The one next step of a flag and why. */
export const nextStepOf = (flag: FlagRecord): NextStep => {
  if (flag.state === 'archived') {
    return {
      title: 'The flag is archived',
      reason:
        'It resolves nowhere: applications get the defaults in their code.',
      action: { kind: 'unarchive' },
    };
  }
  if (!flag.enabled) {
    return {
      title: 'The flag is switched off',
      reason: `No rule counts: ${defaultWords(flag)}.`,
      action: { kind: 'switch-on' },
    };
  }
  if (flag.variants.length === 0) {
    return {
      title: 'The flag has no variants',
      reason: 'There is nothing it could serve.',
      action: { kind: 'variants' },
    };
  }
  if (flag.clients.length === 0) {
    return {
      title: 'No client may resolve the flag',
      reason: 'Say which applications ask for it.',
      action: { kind: 'add-client' },
    };
  }
  return (
    servingStep(flag) ?? {
      title: titleWithoutRelease(flag),
      reason:
        'Roll out a variant in steps, or start an experiment to learn which one is better.',
      action: { kind: 'roll-out' },
    }
  );
};
