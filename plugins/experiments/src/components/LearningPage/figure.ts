import type { LearningItem } from '@etude/plugin-experiments-common';
import { REASONS, VERDICTS } from '../../experiment-words';
import type { VerdictClass, VerdictReason } from '../../experiment-types';

const LEARNINGS: readonly VerdictClass[] = ['win', 'regression', 'neutral'];

const isClass = (text: string): text is VerdictClass => text in VERDICTS;
const isReason = (text: string): text is VerdictReason => text in REASONS;

/**
 * A figure as kept in the address: `learning`, a verdict class, or one of
 * `reason:`, `quarter:` and `owner:` with its key.
 */
export const figureKey = (
  kind: 'reason' | 'quarter' | 'owner',
  key: string,
): string => `${kind}:${key}`;

const splitKey = (figure: string): readonly [string, string] => {
  const at = figure.indexOf(':');
  return at < 0 ? [figure, ''] : [figure.slice(0, at), figure.slice(at + 1)];
};

/** True for the experiments that a figure counts; all of them without one. */
export const belongsTo = (item: LearningItem, figure: string): boolean => {
  const [kind, key] = splitKey(figure);
  const { verdict } = item;
  switch (kind) {
    case '':
      return true;
    case 'learning':
      return verdict !== null && LEARNINGS.includes(verdict.class);
    case 'reason':
      return verdict?.class === 'no-learning' && verdict.reason === key;
    case 'quarter':
      return item.quarter === key;
    case 'owner':
      return item.owner === key;
    default:
      return verdict?.class === kind;
  }
};

/** The figure in words, for the heading of its list. */
export const figureLabel = (figure: string): string => {
  const [kind, key] = splitKey(figure);
  if (kind === 'learning') return 'Learnings';
  if (kind === 'reason' && isReason(key)) {
    return `No learning: ${REASONS[key].toLowerCase()}`;
  }
  if (kind === 'quarter') return `Ended in ${key}`;
  if (kind === 'owner') return `Owned by ${key}`;
  return isClass(kind) ? VERDICTS[kind].label : 'All ended experiments';
};
