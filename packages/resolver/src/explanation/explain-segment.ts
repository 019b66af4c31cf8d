import type {
  ResolverState,
  StateCriterion,
  StateSegment,
  TargetingExpression,
} from '@etude/flags';
import { compileAttributeRule } from '../attribute-rule';
import { compileBloomFilter } from '../bloom-filter';
import { compileContextPath } from '../context-path';
import { hashPrefix, keyBucket } from '../hash/key-hash';
import { FALSE, TRUE, UNKNOWN, UNRECOGNIZED, outcomeOf } from '../outcome';
import type { Outcome } from '../outcome';
import { POPULATION_BUCKETS, rangesOf } from '../population';
import type {
  EvaluationContext,
  MaterializationLookup,
  Semantics,
} from '../resolution';
import { populationSalt } from '../segment-entries';
import type {
  CriterionExplanation,
  Judgement,
  SegmentExplanation,
} from './explanation';

/** What an explanation is of. */
export type ExplainedRequest = {
  readonly state: ResolverState;
  readonly environments: readonly string[];
  readonly context: EvaluationContext;
  readonly materializations: MaterializationLookup | undefined;
  readonly semantics: Semantics;
};

/** A segment explained for a person, and judged in all detail. */
export type ExplainedSegment = {
  readonly explanation: SegmentExplanation;
  readonly targeting: Outcome;
  readonly outcome: Outcome;
};

/** Segments to look at before a tangle of them is given up. */
const MAX_REFERENCES = 10_000;

const judgementOf = (outcome: Outcome): Judgement => {
  if (outcome === TRUE) return true;
  return outcome === FALSE ? false : 'unknown';
};

const referencesOf = (expression: TargetingExpression): string[] => {
  switch (expression.type) {
    case 'ref':
      return [expression.ref];
    case 'not':
      return referencesOf(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.flatMap(referencesOf);
    default:
      return [];
  }
};

/** From left to right, ending where the result is certain. */
const evaluate = (
  expression: TargetingExpression,
  outcomes: ReadonlyMap<string, Outcome>,
): Outcome => {
  switch (expression.type) {
    case 'ref':
      return outcomes.get(expression.ref) ?? FALSE;
    case 'not': {
      const outcome = evaluate(expression.operand, outcomes);
      if (outcome === TRUE) return FALSE;
      return outcome === FALSE ? TRUE : outcome;
    }
    case 'and':
    case 'or': {
      const certain = expression.type === 'and' ? FALSE : TRUE;
      let isUnknown = false;
      for (const operand of expression.operands) {
        const outcome = evaluate(operand, outcomes);
        if (outcome === certain || outcome >= UNRECOGNIZED) return outcome;
        if (outcome === UNKNOWN) isUnknown = true;
      }
      if (isUnknown) return UNKNOWN;
      return expression.type === 'and' ? TRUE : FALSE;
    }
    default:
      return FALSE;
  }
};

const isMember = (
  request: ExplainedRequest,
  unit: string | null,
  materializedSegment: string,
): Outcome => {
  if (unit === null) return FALSE;
  const filter = request.state.bloomFilters?.findLast(
    candidate => candidate.materializedSegment === materializedSegment,
  );
  if (filter !== undefined) return outcomeOf(compileBloomFilter(filter)(unit));
  if (request.materializations === undefined) return UNKNOWN;
  const record = request.materializations(unit, materializedSegment);
  return outcomeOf(record?.included === true);
};

/** One explanation of a segment and all that it refers to. */
type Walk = {
  readonly root: string;
  readonly request: ExplainedRequest;
  readonly unit: string | null;
  references: number;
};

type Judged = Omit<CriterionExplanation, 'name' | 'outcome'> & {
  readonly result: Outcome;
};

const judge = (
  criterion: StateCriterion,
  path: readonly string[],
  walk: Walk,
): Judged => {
  const { state, context, semantics } = walk.request;
  const asked = { criterion, contextValue: undefined };
  switch (criterion.type) {
    case 'attribute': {
      const contextValue = compileContextPath(criterion.attribute)(context);
      const test = compileAttributeRule(criterion.rule, semantics);
      return { criterion, contextValue, result: test(contextValue) };
    }
    case 'segment': {
      const { segment: name } = criterion;
      const found = state.segments.findLast(other => other.name === name);
      if (found === undefined || path.includes(name)) {
        return { ...asked, result: FALSE };
      }
      const { explanation, outcome } = explainAt(found, [...path, name], walk);
      return { ...asked, segment: explanation, result: outcome };
    }
    case 'materializedSegment':
      return {
        ...asked,
        result: isMember(
          walk.request,
          walk.unit,
          criterion.materializedSegment,
        ),
      };
    default:
      return { ...asked, result: UNRECOGNIZED };
  }
};

const explainTargeting = (
  { targeting }: StateSegment,
  path: readonly string[],
  walk: Walk,
): { outcome: Outcome; criteria: CriterionExplanation[] } => {
  if (targeting === null || targeting.expression === null) {
    return { outcome: TRUE, criteria: [] };
  }
  const outcomes = new Map<string, Outcome>();
  const criteria: CriterionExplanation[] = [];
  for (const name of new Set(referencesOf(targeting.expression))) {
    const criterion = Object.hasOwn(targeting.criteria, name)
      ? targeting.criteria[name]
      : undefined;
    if (criterion === undefined) continue;
    const { result, ...judged } = judge(criterion, path, walk);
    outcomes.set(name, result);
    criteria.push({ name, ...judged, outcome: judgementOf(result) });
  }
  return { outcome: evaluate(targeting.expression, outcomes), criteria };
};

const explainPopulation = (
  { population }: StateSegment,
  { request, unit }: Walk,
): Pick<SegmentExplanation, 'populationBucket' | 'inPopulation'> => {
  const prefix = hashPrefix(populationSalt(request.state.account));
  const bucket =
    unit === null ? null : keyBucket(prefix, unit, POPULATION_BUCKETS);
  const ranges = rangesOf(population);
  return {
    populationBucket: bucket,
    inPopulation:
      ranges === null
        ? null
        : bucket !== null &&
          ranges.some(([lower, upper]) => lower <= bucket && bucket < upper),
  };
};

const explainAt = (
  at: StateSegment,
  path: readonly string[],
  walk: Walk,
): ExplainedSegment => {
  walk.references++;
  if (walk.references > MAX_REFERENCES) {
    throw new RangeError(
      `Segment '${walk.root}' leads to more than ${MAX_REFERENCES} references between segments, too many to explain. Simplify its targeting.`,
    );
  }
  const { outcome: targeting, criteria } = explainTargeting(at, path, walk);
  const population = explainPopulation(at, walk);
  const isOutside =
    population.inPopulation === false && targeting < UNRECOGNIZED;
  const outcome = isOutside ? FALSE : targeting;
  return {
    explanation: {
      segment: at.name,
      targeting: judgementOf(targeting),
      criteria,
      ...population,
      outcome: judgementOf(outcome),
    },
    targeting,
    outcome,
  };
};

/**
 * Whether `unit` is in `segment`, judged by reading the state from the top: no
 * compiling, no memory, so that it can be held against the compiled resolver.
 */
export const explainSegment = (
  segment: StateSegment,
  request: ExplainedRequest,
  unit: string | null,
): ExplainedSegment =>
  explainAt(segment, [segment.name], {
    root: segment.name,
    request,
    unit,
    references: 0,
  });
