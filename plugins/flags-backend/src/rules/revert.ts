import type { Rule } from '@etude/flags';
import type { FlagRecord } from '@etude/plugin-flags-common';

const isOfPerson = ({ owner }: Rule): boolean => owner.kind === 'person';

/**
 * The rules of a flag as they were, except that those of experiments and
 * rollouts are as they are now. They keep the order of then; one that did not
 * exist then stays behind the rule it is behind now.
 */
const revertedRules = (now: readonly Rule[], then: readonly Rule[]): Rule[] => {
  const rules = then.flatMap(rule =>
    isOfPerson(rule) ? [rule] : now.filter(({ id }) => id === rule.id),
  );
  now.forEach((rule, index) => {
    if (isOfPerson(rule) || rules.some(({ id }) => id === rule.id)) return;
    const before = now.slice(0, index).map(({ id }) => id);
    const place = rules.findLastIndex(({ id }) => before.includes(id));
    rules.splice(place + 1, 0, rule);
  });
  return rules;
};

/**
 * A flag with everything that people edit as it was in an earlier revision;
 * what experiments and rollouts own, and whether it is archived, stay.
 */
export const revertedFlag = (
  now: FlagRecord,
  then: FlagRecord,
): FlagRecord => ({
  ...then,
  rules: revertedRules(now.rules, then.rules),
  state: now.state,
  etag: now.etag,
  updatedAt: now.updatedAt,
  updatedBy: now.updatedBy,
});
