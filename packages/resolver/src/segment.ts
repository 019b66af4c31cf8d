import type {
  StateCriterion,
  StateSegment,
  StateTargeting,
  TargetingExpression,
} from '@etude/flags';
import { compileAttributeRule } from './attribute-rule';
import { isPlainKey } from './context-path';
import type { ContextReader } from './context-path';
import type { Evaluation } from './evaluation';
import type { HashPrefix } from './hash/key-hash';
import { FALSE, TRUE, UNKNOWN, UNRECOGNIZED, outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import { compilePopulation } from './population';
import type { Semantics } from './resolution';

/** A condition on the context and unit of an evaluation. */
export type Condition = (evaluation: Evaluation) => Outcome;

/** A segment with and without its share of the population. */
export type CompiledSegment = {
  readonly targeting: Condition;
  readonly match: Condition;
};

/** What compiling a segment needs to know of the rest of the state. */
export type SegmentScope = {
  readonly segment: (name: string) => StateSegment | undefined;
  /** Membership by bloom filter; null where none was shipped. */
  readonly bloomFilter: (
    materializedSegment: string,
  ) => ((unit: string) => boolean) | null;
  readonly populationPrefix: HashPrefix;
  readonly semantics: Semantics;
  /** Readers of attributes, each made once. */
  readonly contextReader: (path: string) => ContextReader;
};

/** Segments that one segment may refer to, directly or not, before we refuse. */
const MAX_REFERENCES = 10_000;

const never: Condition = () => FALSE;
const always: Condition = () => TRUE;

/** From left to right up to the outcome that decides: FALSE ends an "and". */
const combination =
  (operands: readonly Condition[], decisive: Outcome): Condition =>
  evaluation => {
    let outcome: Outcome = decisive === FALSE ? TRUE : FALSE;
    for (const operand of operands) {
      const result = operand(evaluation);
      if (result === decisive || result >= UNRECOGNIZED) return result;
      if (result === UNKNOWN) outcome = UNKNOWN;
    }
    return outcome;
  };

const negation =
  (operand: Condition): Condition =>
  evaluation => {
    const result = operand(evaluation);
    if (result === FALSE) return TRUE;
    return result === TRUE ? FALSE : result;
  };

const compileExpression = (
  expression: TargetingExpression,
  criterion: (name: string) => Condition,
): Condition => {
  switch (expression.type) {
    case 'ref':
      return criterion(expression.ref);
    case 'not':
      return negation(compileExpression(expression.operand, criterion));
    case 'and':
    case 'or': {
      const operands = expression.operands.map(operand =>
        compileExpression(operand, criterion),
      );
      const [only] = operands;
      if (operands.length === 1 && only !== undefined) return only;
      return combination(operands, expression.type === 'and' ? FALSE : TRUE);
    }
    default:
      return never;
  }
};

const materializedCondition = (
  materializedSegment: string,
  scope: SegmentScope,
): Condition => {
  const mightContain = scope.bloomFilter(materializedSegment);
  return ({ unit, materializations }) => {
    if (unit === null) return FALSE;
    if (mightContain !== null) return outcomeOf(mightContain(unit));
    if (materializations === undefined) return UNKNOWN;
    return outcomeOf(
      materializations(unit, materializedSegment)?.included === true,
    );
  };
};

const attributeCondition = (
  criterion: Extract<StateCriterion, { type: 'attribute' }>,
  scope: SegmentScope,
): Condition => {
  const { attribute } = criterion;
  const test = compileAttributeRule(criterion.rule, scope.semantics);
  if (isPlainKey(attribute)) {
    return evaluation => test(evaluation.context[attribute]);
  }
  const read = scope.contextReader(attribute);
  return evaluation => test(read(evaluation.context));
};

const withPopulation = (
  targeting: Condition,
  segment: StateSegment,
  scope: SegmentScope,
): Condition => {
  const isInPopulation = compilePopulation(
    segment.population,
    scope.populationPrefix,
  );
  if (isInPopulation === null) return targeting;
  return evaluation => {
    const outcome = targeting(evaluation);
    if (outcome === FALSE || outcome >= UNRECOGNIZED) return outcome;
    return isInPopulation(evaluation) ? outcome : FALSE;
  };
};

/**
 * Compiles a segment and all that it refers to. A reference back to a segment
 * on the way to it is false. Throws on a state that is no state, and on a
 * tangle of more than {@link MAX_REFERENCES} references.
 */
export const compileSegment = (
  segment: StateSegment,
  scope: SegmentScope,
): CompiledSegment => {
  let references = 0;

  const compileCriterion = (
    criterion: StateCriterion,
    path: readonly string[],
  ): Condition => {
    switch (criterion.type) {
      case 'attribute':
        return attributeCondition(criterion, scope);
      case 'segment': {
        const referenced = scope.segment(criterion.segment);
        if (referenced === undefined || path.includes(criterion.segment)) {
          return never;
        }
        references++;
        if (references > MAX_REFERENCES) {
          throw new RangeError(
            `Segment '${segment.name}' refers to too many others. Simplify it.`,
          );
        }
        return compileAt(referenced, [...path, referenced.name]).match;
      }
      case 'materializedSegment':
        return materializedCondition(criterion.materializedSegment, scope);
      default:
        return () => UNRECOGNIZED;
    }
  };

  const compileTargeting = (
    targeting: StateTargeting,
    path: readonly string[],
  ): Condition => {
    const { criteria, expression } = targeting;
    if (expression === null) return always;
    return compileExpression(expression, name => {
      const criterion = Object.hasOwn(criteria, name)
        ? criteria[name]
        : undefined;
      return criterion === undefined
        ? never
        : compileCriterion(criterion, path);
    });
  };

  const compileAt = (
    at: StateSegment,
    path: readonly string[],
  ): CompiledSegment => {
    const targeting =
      at.targeting === null ? always : compileTargeting(at.targeting, path);
    return { targeting, match: withPopulation(targeting, at, scope) };
  };

  return compileAt(segment, [segment.name]);
};
