import { isDeepStrictEqual } from 'node:util';
import type { Flag, Rule, Segment } from '@etude/flags';
import type { Problem } from '@etude/kernel';

const ownedBy = (rule: Rule): string =>
  `${rule.owner.kind} '${rule.owner.ref}'`;

const keptRuleProblems = (before: Flag, after: Flag): Problem[] =>
  before.rules.flatMap(rule => {
    if (rule.owner.kind === 'person') return [];
    const index = after.rules.findIndex(({ id }) => id === rule.id);
    const isSame = isDeepStrictEqual(after.rules[index], rule);
    if (isSame || (index === -1 && !rule.enabled)) return [];
    return [
      {
        code: 'ETUDE_FLAGS_RULE_OWNED',
        path: index === -1 ? 'rules' : `rules[${index}]`,
        message: `Rule '${rule.id}' belongs to the ${ownedBy(rule)} and can only be moved here, not changed or removed. Change it there.`,
      },
    ];
  });

const newRuleProblems = (before: Flag, after: Flag): Problem[] =>
  after.rules.flatMap((rule, index) =>
    rule.owner.kind === 'person' ||
    before.rules.some(({ id }) => id === rule.id)
      ? []
      : [
          {
            code: 'ETUDE_FLAGS_RULE_OWNED',
            path: `rules[${index}].owner`,
            message: `Rule '${rule.id}' is to belong to the ${ownedBy(rule)}, which does not have it. Rules written here belong to a person.`,
          },
        ],
  );

const liveVariants = (flag: Flag): Map<string, Rule> =>
  new Map(
    flag.rules
      .filter(({ enabled, owner }) => enabled && owner.kind === 'experiment')
      .flatMap(rule =>
        rule.assignments.flatMap(assignment =>
          assignment.kind === 'variant'
            ? [[assignment.variant, rule] as const]
            : [],
        ),
      ),
  );

const liveVariantProblems = (before: Flag, after: Flag): Problem[] => {
  const live = liveVariants(before);
  return after.variants.flatMap((variant, index) => {
    const rule = live.get(variant.id);
    const old = before.variants.find(({ id }) => id === variant.id);
    if (!rule || !old || isDeepStrictEqual(old.value, variant.value)) return [];
    return [
      {
        code: 'ETUDE_FLAGS_VARIANT_IN_EXPERIMENT',
        path: `variants[${index}].value`,
        message: `Variant '${variant.id}' is compared by the ${ownedBy(rule)}: with another value the experiment would compare two things at once. Add a new variant, or end the experiment first.`,
      },
    ];
  });
};

/**
 * Why a person may not turn the flag `before` into `after`: rules of
 * experiments and rollouts are theirs, and what a live experiment compares
 * stays as it is. Empty when they may.
 */
export const flagUpdateProblems = (before: Flag, after: Flag): Problem[] => [
  ...keptRuleProblems(before, after),
  ...newRuleProblems(before, after),
  ...liveVariantProblems(before, after),
];

/** Why a rule cannot be for the segment `id`; `known` if there is one. */
export const unusableSegment = (
  id: string,
  path: string,
  known: Pick<Segment, 'id'> | undefined,
): Problem => ({
  code: 'ETUDE_FLAGS_UNKNOWN_SEGMENT',
  path,
  message: known
    ? `Segment '${id}' is archived, so the rule would match nobody. Unarchive it or choose another one.`
    : `There is no segment '${id}'. Create it first or choose another one.`,
});

/**
 * Clients and segments a flag refers to that do not exist, and archived
 * segments of people's rules, as problems with paths into the flag. Rules of
 * experiments keep the segment that was archived with them.
 */
export const referenceProblems = (
  flag: Flag,
  known: {
    readonly clients: ReadonlySet<string>;
    readonly segments: ReadonlyMap<string, Pick<Segment, 'id' | 'state'>>;
  },
): Problem[] => [
  ...flag.clients.flatMap((client, index) =>
    known.clients.has(client)
      ? []
      : [
          {
            code: 'ETUDE_FLAGS_UNKNOWN_CLIENT',
            path: `clients[${index}]`,
            message: `There is no client '${client}'. Create it first or choose another one.`,
          },
        ],
  ),
  ...flag.rules.flatMap((rule, index) => {
    const segment = known.segments.get(rule.segment);
    const isUsable =
      segment?.state === 'allocated' ||
      (segment !== undefined && rule.owner.kind !== 'person');
    const path = `rules[${index}].segment`;
    return isUsable ? [] : [unusableSegment(rule.segment, path, segment)];
  }),
];
