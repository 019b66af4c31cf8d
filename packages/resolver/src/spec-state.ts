import type {
  BucketRange,
  FlagSchema,
  JsonObject,
  JsonValue,
  ElementRule,
  RangeBound,
  ResolverState,
  StateAssignment,
  StateBloomFilter,
  StateCriterion,
  StateFlag,
  StateMaterialization,
  StateRule,
  StateSegment,
  TargetingExpression,
  TargetingValue,
} from '@etude/flags';
import type { AttributeRule } from '@etude/flags';
import { isStruct } from './context-path';

/** A JSON object of the case files; absent parts read as empty. */
type Spec = Readonly<Record<string, unknown>>;

const NOTHING: Spec = {};

const structAt = (spec: Spec, key: string): Spec => {
  const value = spec[key];
  return isStruct(value) ? value : NOTHING;
};

const listAt = (spec: Spec, key: string): readonly unknown[] => {
  const value = spec[key];
  return Array.isArray(value) ? value : [];
};

const structsAt = (spec: Spec, key: string): readonly Spec[] =>
  listAt(spec, key).filter(isStruct);

const textAt = (spec: Spec, key: string): string => {
  const value = spec[key];
  return typeof value === 'string' ? value : '';
};

const numberAt = (spec: Spec, key: string): number => Number(spec[key] ?? 0);

const textsAt = (spec: Spec, key: string): string[] =>
  listAt(spec, key).map(String);

const afterSlash = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

const operandOf = (spec: Spec): TargetingValue | null => {
  const { boolValue, numberValue, stringValue, timestampValue } = spec;
  if (typeof boolValue === 'boolean') return { type: 'bool', value: boolValue };
  if (typeof numberValue === 'number') {
    return { type: 'number', value: numberValue };
  }
  if (typeof stringValue === 'string') {
    return { type: 'string', value: stringValue };
  }
  if (typeof timestampValue === 'string') {
    return { type: 'timestamp', value: timestampValue };
  }
  const version = structAt(spec, 'versionValue');
  return isStruct(spec['versionValue'])
    ? { type: 'version', value: textAt(version, 'version') }
    : null;
};

const boundOf = (rule: Spec, side: 'start' | 'end'): RangeBound | null => {
  for (const inclusive of [true, false]) {
    const spec = rule[`${side}${inclusive ? 'Inclusive' : 'Exclusive'}`];
    const value = isStruct(spec) ? operandOf(spec) : null;
    if (value !== null) return { value, inclusive };
  }
  return null;
};

const elementRuleOf = (spec: Spec): ElementRule | null => {
  const has = (key: string): boolean => isStruct(spec[key]);
  if (has('eqRule')) {
    const value = structAt(spec, 'eqRule')['value'];
    return isStruct(value) ? { op: 'eq', value: operandOf(value) } : null;
  }
  if (has('setRule')) {
    const values = structsAt(structAt(spec, 'setRule'), 'values');
    return {
      op: 'set',
      values: values.map(operandOf).filter(value => value !== null),
    };
  }
  if (has('rangeRule')) {
    const range = structAt(spec, 'rangeRule');
    return {
      op: 'range',
      start: boundOf(range, 'start'),
      end: boundOf(range, 'end'),
    };
  }
  for (const op of ['startsWith', 'endsWith', 'contains'] as const) {
    if (has(`${op}Rule`)) {
      return { op, value: textAt(structAt(spec, `${op}Rule`), 'value') };
    }
  }
  return null;
};

const attributeRuleOf = (spec: Spec): AttributeRule | null => {
  for (const op of ['any', 'all'] as const) {
    const quantified = spec[`${op}Rule`];
    if (isStruct(quantified)) {
      const rule = elementRuleOf(structAt(quantified, 'rule'));
      return rule === null ? null : { op, rule };
    }
  }
  return elementRuleOf(spec);
};

const criterionOf = (spec: Spec): StateCriterion | null => {
  if (isStruct(spec['attribute'])) {
    return {
      type: 'attribute',
      attribute: textAt(spec['attribute'], 'attributeName'),
      rule: attributeRuleOf(spec['attribute']) ?? { op: 'unrecognized' },
    };
  }
  if (isStruct(spec['segment'])) {
    return { type: 'segment', segment: textAt(spec['segment'], 'segment') };
  }
  if (isStruct(spec['materializedSegment'])) {
    return {
      type: 'materializedSegment',
      materializedSegment: textAt(
        spec['materializedSegment'],
        'materializedSegment',
      ),
    };
  }
  return null;
};

const expressionOf = (spec: Spec): TargetingExpression => {
  if (typeof spec['ref'] === 'string') return { type: 'ref', ref: spec['ref'] };
  if (isStruct(spec['not'])) {
    return { type: 'not', operand: expressionOf(spec['not']) };
  }
  for (const type of ['and', 'or'] as const) {
    const combined = spec[type];
    if (isStruct(combined)) {
      const operands = structsAt(combined, 'operands').map(expressionOf);
      return { type, operands };
    }
  }
  // An empty expression is false, as an empty disjunction is.
  return { type: 'or', operands: [] };
};

/** Sorted bucket indices as ranges. */
const rangesOf = (buckets: readonly unknown[]): BucketRange[] =>
  buckets.map((bucket): BucketRange => {
    const lower = Number(bucket);
    return [lower, lower + 1];
  });

const segmentOf = (spec: Spec, bitsets: Spec): StateSegment => {
  const name = textAt(spec, 'name');
  const targeting = spec['targeting'];
  const bitset = bitsets[name];
  return {
    name,
    population: Array.isArray(bitset) ? rangesOf(bitset) : 'ALL',
    targeting: isStruct(targeting)
      ? {
          criteria: Object.fromEntries(
            Object.entries(structAt(targeting, 'criteria')).flatMap(
              ([key, criterion]): [string, StateCriterion][] => {
                const known = isStruct(criterion)
                  ? criterionOf(criterion)
                  : null;
                return known === null ? [] : [[key, known]];
              },
            ),
          ),
          expression: isStruct(targeting['expression'])
            ? expressionOf(targeting['expression'])
            : null,
        }
      : null,
  };
};

const assignmentOf = (spec: Spec): StateAssignment => {
  const id = textAt(spec, 'assignmentId');
  const ranges = structsAt(spec, 'bucketRanges').map((range): BucketRange => [
    numberAt(range, 'lower'),
    numberAt(range, 'upper'),
  ]);
  if (isStruct(spec['fallthrough'])) return { id, kind: 'fallthrough', ranges };
  if (isStruct(spec['clientDefault'])) {
    return { id, kind: 'clientDefault', ranges };
  }
  const variant = textAt(structAt(spec, 'variant'), 'variant');
  return { id, kind: 'variant', variant, ranges };
};

const materializationOf = (spec: Spec): StateMaterialization => {
  const mode = structAt(spec, 'mode');
  const read = textAt(spec, 'readMaterialization');
  const write = textAt(spec, 'writeMaterialization');
  return {
    ...(read === '' ? {} : { read }),
    ...(write === '' ? {} : { write }),
    mustMatch: mode['materializationMustMatch'] === true,
    targetingCanBeIgnored: mode['segmentTargetingCanBeIgnored'] === true,
  };
};

const ruleOf = (spec: Spec): StateRule => {
  const assignmentSpec = structAt(spec, 'assignmentSpec');
  const materializationSpec = spec['materializationSpec'];
  return {
    name: textAt(spec, 'name'),
    segment: textAt(spec, 'segment'),
    enabled: spec['enabled'] === true,
    targetingKeySelector: textAt(spec, 'targetingKeySelector'),
    environments: textsAt(spec, 'environments').map(afterSlash),
    bucketCount: numberAt(assignmentSpec, 'bucketCount'),
    assignments: structsAt(assignmentSpec, 'assignments').map(assignmentOf),
    ...(isStruct(materializationSpec)
      ? { materialization: materializationOf(materializationSpec) }
      : {}),
  };
};

/** The cases write values without a schema: nothing is filled in. */
const NO_SCHEMA: FlagSchema = { type: 'struct', fields: {} };

const isJson = (value: unknown): value is JsonValue => value !== undefined;

const jsonObjectOf = (spec: Spec): JsonObject =>
  Object.fromEntries(
    Object.entries(spec).flatMap(([key, value]): [string, JsonValue][] =>
      isJson(value) ? [[key, value]] : [],
    ),
  );

const flagOf = (spec: Spec): StateFlag => ({
  name: textAt(spec, 'name'),
  state: textAt(spec, 'state') === 'ACTIVE' ? 'active' : 'archived',
  clients: textsAt(spec, 'clients'),
  schema: NO_SCHEMA,
  variants: structsAt(spec, 'variants').map(variant => ({
    name: textAt(variant, 'name'),
    value: jsonObjectOf(structAt(variant, 'value')),
  })),
  rules: structsAt(spec, 'rules').map(ruleOf),
});

const bloomFilterOf = (name: string, spec: Spec): StateBloomFilter => ({
  materializedSegment: name,
  data: textAt(spec, 'data'),
  hashFunctionCount: numberAt(spec, 'hashFunctionCount'),
  bitCount: numberAt(spec, 'bitCount'),
});

const entriesOf = (spec: Spec): [string, Spec][] =>
  Object.entries(spec).map(([key, value]) => [
    key,
    isStruct(value) ? value : NOTHING,
  ]);

const specsOf = (spec: Spec): readonly Spec[] =>
  entriesOf(spec).map(([, value]) => value);

/**
 * The resolver state of a `state.json` of the Confidence resolver cases. Its
 * secrets stand in for their hashes: the cases only look them up.
 */
export const stateOfSpec = (spec: Spec): ResolverState => {
  const bitsets = structAt(spec, 'bitsets');
  return {
    account: afterSlash(textAt(structAt(spec, 'account'), 'name')),
    version: textAt(spec, 'stateFileHash'),
    clients: entriesOf(structAt(spec, 'clients')).map(([secret, entry]) => {
      const credential = structAt(entry, 'clientCredential');
      return {
        id: textAt(structAt(entry, 'client'), 'name'),
        credentials: [
          {
            id: textAt(credential, 'name'),
            secretHash: secret,
            kind: 'server',
            environments: textsAt(credential, 'environments').map(afterSlash),
          },
        ],
      };
    }),
    flags: specsOf(structAt(spec, 'flags')).map(flagOf),
    segments: specsOf(structAt(spec, 'segments')).map(segment =>
      segmentOf(segment, bitsets),
    ),
    bloomFilters: entriesOf(structAt(spec, 'bloomFilters')).map(
      ([name, filter]) => bloomFilterOf(name, filter),
    ),
  };
};
