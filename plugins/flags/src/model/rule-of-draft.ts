import { personRuleInputSchema } from '@etude/plugin-flags-common';
import type {
  FlagChangeInput,
  PersonRuleInput,
} from '@etude/plugin-flags-common';
import type { FieldProblem } from '@etude/ui';
import { pathText } from './path-text';
import type { GivenDraft, RuleDraft } from './rule-draft';
import { linesOf, targetingOf } from './targeting-of-draft';
import type { DraftTargeting } from './targeting-of-draft';

/** What a draft comes to, or everything that is wrong with it. */
export type DraftRule =
  | { readonly ok: true; readonly rule: PersonRuleInput }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const assignmentOf = ({ kind, variant, weight }: GivenDraft) =>
  kind === 'variant' ? { kind, variant, weight } : { kind, weight };

const sharedOf = (draft: RuleDraft) => ({
  name: draft.name,
  assignments: draft.gives.map(assignmentOf),
  reach: draft.reach / 100,
  targetingKeySelector: draft.selector.trim(),
  environments: [...draft.environments],
  enabled: draft.isEnabled,
  position: draft.position - 1,
  stickiness:
    draft.store.trim() === ''
      ? null
      : {
          materialization: draft.store.trim(),
          isIntakePaused: draft.isIntakePaused,
        },
  etag: draft.etag,
});

const audienceProblems = (
  draft: RuleDraft,
  targeting: DraftTargeting,
): readonly FieldProblem[] => {
  switch (draft.kind) {
    case 'individual':
      return linesOf(draft.units).length === 0
        ? [{ path: 'units', message: 'No unit is listed. Give one per line.' }]
        : [];
    case 'segment':
      return draft.segment === ''
        ? [{ path: 'segment', message: 'No segment is chosen.' }]
        : [];
    case 'conditional':
      return targeting.ok ? [] : targeting.problems;
    default:
      return draft.kind satisfies never;
  }
};

const nameOf = ({ kind, variant }: GivenDraft): string =>
  kind === 'variant' ? variant : kind;

const giveProblems = ({ gives }: RuleDraft): FieldProblem[] =>
  gives.flatMap((given, index) => {
    const path = `assignments[${index}]`;
    const isTwice =
      gives.findIndex(other => nameOf(other) === nameOf(given)) < index;
    return [
      ...(given.kind === 'variant' && given.variant === ''
        ? [{ path, message: 'No variant is chosen.' }]
        : []),
      ...(isTwice && nameOf(given) !== ''
        ? [{ path, message: 'The same is given twice. Give it one weight.' }]
        : []),
      ...(given.weight > 0
        ? []
        : [{ path, message: 'A weight has to be above 0.' }]),
    ];
  });

const ownProblems = (
  draft: RuleDraft,
  targeting: DraftTargeting,
): FieldProblem[] => [
  ...(draft.name.trim() === ''
    ? [
        {
          path: 'name',
          message:
            'The rule has no name. Say what it is for, such as "Our own people".',
        },
      ]
    : []),
  ...audienceProblems(draft, targeting),
  ...giveProblems(draft),
  ...(draft.reach > 0 && draft.reach <= 100
    ? []
    : [
        {
          path: 'reach',
          message:
            'The reach has to be above 0 % and at most 100 %. Switch the rule off to give it to nobody.',
        },
      ]),
];

const inputOf = (
  draft: RuleDraft,
  targeting: DraftTargeting,
): PersonRuleInput => {
  const shared = sharedOf(draft);
  if (draft.kind === 'individual') {
    return { kind: draft.kind, units: linesOf(draft.units), ...shared };
  }
  if (draft.kind === 'segment') {
    return { kind: draft.kind, segment: draft.segment, ...shared };
  }
  const present = targeting.ok ? targeting.targeting : null;
  return {
    kind: draft.kind,
    targeting: present ?? { criteria: {}, expression: null },
    ...shared,
  };
};

/** The rule that a draft stands for, as the API takes it. */
export const ruleOfDraft = (draft: RuleDraft): DraftRule => {
  const targeting = targetingOf(draft.targeting);
  const own = ownProblems(draft, targeting);
  const rule = inputOf(draft, targeting);
  if (own.length > 0) return { ok: false, problems: own };
  const parsed = personRuleInputSchema.safeParse(rule);
  return parsed.success
    ? { ok: true, rule }
    : {
        ok: false,
        problems: parsed.error.issues.map(({ path, message }) => ({
          path: pathText(path),
          message,
        })),
      };
};

/** A changed rule as something to be asked for. */
export const ruleUpdateChange = (
  ruleId: string,
  { etag: _etag, ...rule }: PersonRuleInput,
): FlagChangeInput => ({ kind: 'rule-update', ruleId, rule });
