import type {
  AttributeRule,
  ElementRule,
  RangeBound,
  StateCriterion,
  StateTargeting,
  TargetingExpression,
  TargetingValue,
} from '@etude/flags';
import { isStruct } from './context-path';
import { structAt, structsAt, textAt } from './spec-reader';
import type { Spec } from './spec-reader';

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

/** Who a segment of the case files is for. */
export const targetingOf = (spec: Spec): StateTargeting => {
  const criteria = Object.entries(structAt(spec, 'criteria')).flatMap(
    ([key, criterion]): [string, StateCriterion][] => {
      const known = isStruct(criterion) ? criterionOf(criterion) : null;
      return known === null ? [] : [[key, known]];
    },
  );
  const { expression } = spec;
  return {
    criteria: Object.fromEntries(criteria),
    expression: isStruct(expression) ? expressionOf(expression) : null,
  };
};
