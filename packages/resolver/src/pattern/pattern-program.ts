import type { CharacterSet } from './character-set';

/** A state of the automaton, which goes on at `next` or at `other`. */
export type PatternState = {
  readonly kind:
    'boundary' | 'end' | 'inside' | 'match' | 'set' | 'split' | 'start';
  /** What a state of kind `set` accepts. */
  readonly set: CharacterSet | null;
  next: PatternState | null;
  readonly other: PatternState | null;
  /** Visit at which the state was last reached. */
  seenAt: number;
};

/** A part of a pattern, which becomes states once it is known what follows. */
export type PatternPart = {
  /** States that it needs, counted before repetitions are written out. */
  readonly size: number;
  /** The first of its states, the last of which goes on at `next`. */
  readonly before: (next: PatternState) => PatternState;
};

/** States that one pattern may have; a match visits each once a character. */
export const MAX_STATES = 1_000;

const newState = (
  kind: PatternState['kind'],
  next: PatternState | null,
  other: PatternState | null = null,
): PatternState => ({ kind, set: null, next, other, seenAt: 0 });

/** One character of a set. */
export const setPart = (set: CharacterSet): PatternPart => ({
  size: 1,
  before: next => ({ ...newState('set', next), set }),
});

/** A place in the text. */
export const placePart = (
  kind: 'boundary' | 'end' | 'inside' | 'start',
): PatternPart => ({ size: 1, before: next => newState(kind, next) });

const sizeOf = (parts: readonly PatternPart[]): number =>
  parts.reduce((sum, { size }) => sum + size + 1, 0);

/** One after the other. */
export const sequencePart = (parts: readonly PatternPart[]): PatternPart => ({
  size: sizeOf(parts),
  before: next => parts.reduceRight((at, part) => part.before(at), next),
});

/** Any of them. */
export const choicePart = (parts: readonly PatternPart[]): PatternPart => ({
  size: sizeOf(parts),
  before: next =>
    parts
      .map(part => part.before(next))
      .reduceRight((other, part) => newState('split', part, other)),
});

/** The same, `min` to `max` times; null means without end. */
export const repeatPart = (
  { size, before }: PatternPart,
  min: number,
  max: number | null,
): PatternPart => ({
  size: (max ?? min + 1) * (size + 1) + 1,
  before: next => {
    let at = next;
    if (max === null) {
      at = newState('split', null, next);
      at.next = before(at);
    }
    for (let count = max ?? 0; count > min; count--) {
      at = newState('split', before(at), next);
    }
    for (let count = 0; count < min; count++) at = before(at);
    return at;
  },
});

/**
 * The first state of the automaton of a pattern. Thompson's construction, from
 * the end to the front.
 */
export const patternProgram = ({ before }: PatternPart): PatternState =>
  before(newState('match', null));
