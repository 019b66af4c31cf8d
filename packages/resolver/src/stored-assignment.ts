import type { Evaluation } from './evaluation';
import { ABORT, TRUE, UNRECOGNIZED } from './outcome';
import { assignmentAt, bucketOf, variantNameOf } from './rule';
import type { CompiledAssignment, CompiledRule } from './rule';

/** How the materialization that a rule reads bears on the rule. */
type StoredAnswer =
  | { readonly kind: 'skip' | 'segment' | 'bucket' | 'unknown' | 'aborted' }
  | { readonly kind: 'assigned'; readonly assignment: CompiledAssignment };

const SKIP: StoredAnswer = { kind: 'skip' };
const SEGMENT: StoredAnswer = { kind: 'segment' };
const BUCKET: StoredAnswer = { kind: 'bucket' };

/** The assignment of a stored variant; by bucket when several share it. */
const storedAssignment = (
  rule: CompiledRule,
  variant: string | undefined,
  unit: string,
): CompiledAssignment | null => {
  if (variant === undefined || variant === '') return null;
  const candidates = rule.assignments.filter(
    assignment => variantNameOf(assignment) === variant,
  );
  return candidates.length > 1
    ? assignmentAt(candidates, bucketOf(rule, unit))
    : (candidates[0] ?? null);
};

/** What the store knows of the unit and `rule`, and what follows for the rule. */
export const readMaterialization = (
  rule: CompiledRule,
  evaluation: Evaluation,
): StoredAnswer => {
  const { materialization } = rule.spec;
  if (materialization?.read === undefined) return SEGMENT;
  const { unit, materializations } = evaluation;
  if (unit === null) return SKIP;
  if (materializations === undefined) return { kind: 'unknown' };
  const record = materializations(unit, materialization.read);
  const stored =
    record !== null && Object.hasOwn(record.variants, rule.spec.name)
      ? record.variants[rule.spec.name]
      : undefined;
  const isIncluded =
    evaluation.semantics === 'rust'
      ? stored !== undefined
      : record?.included === true;
  if (!isIncluded) {
    return materialization.mustMatch === true ? SKIP : SEGMENT;
  }
  const outcome =
    materialization.targetingCanBeIgnored === true
      ? TRUE
      : rule.segment.targeting(evaluation);
  if (outcome === ABORT) return { kind: 'aborted' };
  if (outcome === UNRECOGNIZED) return SKIP;
  if (outcome !== TRUE) return SEGMENT;
  const assignment = storedAssignment(rule, stored, unit);
  return assignment === null ? BUCKET : { kind: 'assigned', assignment };
};

/** Notes for the store what `rule` gave the unit. */
export const noteWrite = (
  evaluation: Evaluation,
  rule: CompiledRule,
  variant: string,
): void => {
  const { unit } = evaluation;
  const materialization = rule.spec.materialization?.write;
  if (materialization === undefined || unit === null) return;
  evaluation.writes = [
    ...evaluation.writes,
    { unit, materialization, rule: rule.spec.name, variant },
  ];
};
