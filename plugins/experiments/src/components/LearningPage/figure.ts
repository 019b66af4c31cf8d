import type { LearningItem } from '@etude/plugin-experiments-common';
import { REASONS, VERDICTS } from '../../experiment-words';
import type { VerdictClass, VerdictReason } from '../../experiment-types';

const LEARNINGS: readonly VerdictClass[] = ['win', 'regression', 'neutral'];

const isClass = (text: string): text is VerdictClass => text in VERDICTS;
const isReason = (text: string): text is VerdictReason => text in REASONS;

/** What figures group experiments by. */
export type FigureKind = 'reason' | 'quarter' | 'month' | 'owner' | 'surface';

/** The key of what was lost without a stored reason. */
export const NO_REASON = 'none';

/**
 * A figure as kept in the address: `learning`, a verdict class, or a kind of
 * group with its key, such as `quarter:2026-Q1`.
 */
export const figureKey = (kind: FigureKind, key: string): string =>
  `${kind}:${key}`;

const splitKey = (figure: string): readonly [string, string] => {
  const at = figure.indexOf(':');
  return at < 0 ? [figure, ''] : [figure.slice(0, at), figure.slice(at + 1)];
};

const monthOf = ({ endedAt }: LearningItem): string =>
  new Date(endedAt).toISOString().slice(0, 7);

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
      return (
        verdict?.class === 'no-learning' &&
        (verdict.reason ?? NO_REASON) === key
      );
    case 'quarter':
      return item.quarter === key;
    case 'month':
      return monthOf(item) === key;
    case 'owner':
      return item.owner === key;
    case 'surface':
      return item.surface === key;
    default:
      return verdict?.class === kind;
  }
};

/** The figure in words, for the heading of its list. */
export const figureLabel = (figure: string): string => {
  const [kind, key] = splitKey(figure);
  switch (kind) {
    case 'learning':
      return 'Learnings';
    case 'reason':
      return `No learning: ${isReason(key) ? REASONS[key].toLowerCase() : 'no stored reason'}`;
    case 'quarter':
    case 'month':
      return `Ended in ${key}`;
    case 'owner':
      return `Owned by ${key}`;
    case 'surface':
      return `On surface ${key}`;
    default:
      return isClass(kind) ? VERDICTS[kind].label : 'All ended experiments';
  }
};
