import type { StateAssignment, StateFlag, StateRule } from '@etude/flags';
import type { JsonBody } from '../../parse-json-body';
import { structMessageOf } from '../proto/struct';
import { schemaMessage } from '../wire-flag';

const ACTIVE = 1;

const assignmentMessage = (assignment: StateAssignment): JsonBody => ({
  assignmentId: assignment.id,
  bucketRanges: assignment.ranges.map(([lower, upper]) => ({ lower, upper })),
  ...(assignment.kind === 'variant'
    ? { variant: { variant: assignment.variant } }
    : { [assignment.kind]: {} }),
});

const materializationMessage = ({ materialization }: StateRule): JsonBody =>
  materialization === undefined
    ? {}
    : {
        materializationSpec: {
          writeMaterialization: materialization.write ?? '',
          readMaterialization: materialization.read ?? '',
          mode: {
            materializationMustMatch: materialization.mustMatch === true,
            segmentTargetingCanBeIgnored:
              materialization.targetingCanBeIgnored === true,
          },
        },
      };

const ruleMessage = (rule: StateRule): JsonBody => ({
  name: rule.name,
  segment: rule.segment,
  targetingKeySelector: rule.targetingKeySelector,
  enabled: true,
  environments: rule.environments,
  assignmentSpec: {
    bucketCount: rule.bucketCount,
    assignments: rule.assignments.map(assignmentMessage),
  },
  ...materializationMessage(rule),
});

/** A flag with the rules given, as the protocol's `Flag`. */
export const flagMessage = (
  flag: StateFlag,
  rules: readonly StateRule[],
  client: string,
): JsonBody => ({
  name: flag.name,
  schema: schemaMessage(flag.schema),
  state: ACTIVE,
  variants: flag.variants.map(({ name, value }) => ({
    name,
    value: structMessageOf(value),
  })),
  rules: rules.map(ruleMessage),
  clients: [client],
});
