import type { Flag, Rule, Segment } from '@etude/flags';

const isForEveryone = (rule: Rule, segments: readonly Segment[]): boolean => {
  const segment = segments.find(({ id }) => id === rule.segment);
  return segment?.targeting === null && segment.population === 'ALL';
};

/**
 * The rules of a flag with one more or one replaced. A replaced rule keeps
 * its place. A new one goes before the first rollout and before the first
 * rule of a person that serves everyone, because behind those it would get
 * no unit; people's targeted rules stay ahead of it.
 */
export const withRule = (
  flag: Pick<Flag, 'rules'>,
  rule: Rule,
  segments: readonly Segment[],
): Rule[] => {
  if (flag.rules.some(({ id }) => id === rule.id)) {
    return flag.rules.map(other => (other.id === rule.id ? rule : other));
  }
  const last = flag.rules.findIndex(
    other =>
      other.owner.kind === 'rollout' ||
      (other.owner.kind === 'person' && isForEveryone(other, segments)),
  );
  return flag.rules.toSpliced(last === -1 ? flag.rules.length : last, 0, rule);
};
