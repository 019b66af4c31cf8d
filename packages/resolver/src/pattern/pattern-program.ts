import type { PatternNode } from './parse-pattern';

type SetNode = Extract<PatternNode, { kind: 'set' }>;

/** One state of the automaton, which goes on at `next` or at `other`. */
export type PatternState = {
  readonly kind: 'match' | 'set' | 'start' | 'end' | 'split';
  /** What a state of kind `set` accepts. */
  readonly set: SetNode | null;
  next: PatternState | null;
  readonly other: PatternState | null;
  /** Visit at which the state was last reached. */
  seenAt: number;
};

/** States that one pattern may have; a match visits each once a character. */
export const MAX_STATES = 1_000;

/** States that a tree needs, counted before repetitions are written out. */
export const stateCount = (node: PatternNode): number => {
  switch (node.kind) {
    case 'sequence':
    case 'choice':
      return node.parts.reduce((sum, part) => sum + stateCount(part) + 1, 0);
    case 'repeat':
      return (node.max ?? node.min + 1) * (stateCount(node.node) + 1) + 1;
    default:
      return 1;
  }
};

const newState = (
  kind: PatternState['kind'],
  next: PatternState | null,
  other: PatternState | null = null,
): PatternState => ({ kind, set: null, next, other, seenAt: 0 });

const repeated = (
  { node, min, max }: Extract<PatternNode, { kind: 'repeat' }>,
  next: PatternState,
): PatternState => {
  let at = next;
  if (max === null) {
    at = newState('split', null, next);
    at.next = compile(node, at);
  }
  for (let count = max ?? 0; count > min; count--) {
    at = newState('split', compile(node, at), next);
  }
  for (let count = 0; count < min; count++) at = compile(node, at);
  return at;
};

const compile = (node: PatternNode, next: PatternState): PatternState => {
  switch (node.kind) {
    case 'sequence':
      return node.parts.reduceRight((at, part) => compile(part, at), next);
    case 'choice':
      return node.parts
        .map(part => compile(part, next))
        .reduceRight((other, part) => newState('split', part, other));
    case 'repeat':
      return repeated(node, next);
    case 'set':
      return { ...newState('set', next), set: node };
    default:
      return newState(node.kind, next);
  }
};

/**
 * The first state of the automaton of a tree. Thompson's construction, from
 * the end to the front.
 */
export const patternProgram = (root: PatternNode): PatternState =>
  compile(root, newState('match', null));
