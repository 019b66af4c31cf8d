import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';

/**
 * What the parsers of the published SDKs demand of a resolve answer, written
 * down from their sources. Each gives its complaints: where the SDK would
 * throw and lose the whole answer.
 */
export type ClientDemand = (answer: unknown) => string[];

const flagsOf = (answer: unknown): JsonBody[] => {
  const flags = isJsonBody(answer) ? answer['resolvedFlags'] : undefined;
  return Array.isArray(flags) ? flags.filter(isJsonBody) : [];
};

const lacks = (body: unknown, types: Record<string, string>): string[] =>
  Object.entries(types).flatMap(([name, type]) =>
    isJsonBody(body) && typeof body[name] === type
      ? []
      : [`${name} is no ${type}`],
  );

const fieldsOf = (schema: unknown): JsonBody =>
  isJsonBody(schema) && isJsonBody(schema['schema']) ? schema['schema'] : {};

const hasListSchema = (schema: unknown): boolean =>
  Object.values(fieldsOf(schema)).some(
    type =>
      isJsonBody(type) &&
      ('listSchema' in type || hasListSchema(type['structSchema'])),
  );

const ANDROID_REASONS = [
  'UNSPECIFIED',
  'MATCH',
  'STALE',
  'NO_SEGMENT_MATCH',
  'NO_TREATMENT_MATCH',
  'TARGETING_KEY_ERROR',
  'FLAG_ARCHIVED',
].map(name => `RESOLVE_REASON_${name}`);

const countsDiffer = ({ value, flagSchema }: JsonBody): boolean =>
  isJsonBody(value) &&
  Object.keys(value).length !== Object.keys(fieldsOf(flagSchema)).length;

/** Android 0.6.9 (`Serializers.kt`). */
export const androidDemands: ClientDemand = answer => [
  ...lacks(answer, { resolveToken: 'string' }),
  ...flagsOf(answer).flatMap(flag => [
    ...lacks(flag, {
      flag: 'string',
      variant: 'string',
      reason: 'string',
      shouldApply: 'boolean',
    }),
    ...(ANDROID_REASONS.includes(String(flag['reason']))
      ? []
      : [`unknown reason ${String(flag['reason'])}`]),
    ...(hasListSchema(flag['flagSchema']) ? ['list schema'] : []),
    ...(countsDiffer(flag) ? ['as many values as schema fields'] : []),
  ]),
];

/** Swift 1.4.5 (`StructFlagSchema.swift`, `TypeMapper.swift`). */
export const swiftDemands: ClientDemand = answer => [
  ...lacks(answer, { resolveToken: 'string' }),
  ...flagsOf(answer).flatMap(({ flagSchema, value }) => [
    ...(isJsonBody(flagSchema) && !isJsonBody(flagSchema['schema'])
      ? ['flagSchema without schema']
      : []),
    ...(hasListSchema(flagSchema) ? ['list schema'] : []),
    ...Object.keys(isJsonBody(value) ? value : {})
      .filter(name => !(name in fieldsOf(flagSchema)))
      .map(name => `value ${name} is not in the schema`),
  ]),
];

const VARIANT = /^flags\/[^/]+\/variants\/[^/]+$/;

/** Python 3.0.3 (`confidence.py`, `names.py`). */
const pythonDemands: ClientDemand = answer => [
  ...(isJsonBody(answer) && Array.isArray(answer['resolvedFlags'])
    ? []
    : ['resolvedFlags is no list']),
  ...lacks(answer, { resolveToken: 'string' }),
  ...flagsOf(answer)
    .map(({ variant }) => String(variant))
    .filter(variant => variant !== '' && !VARIANT.test(variant))
    .map(variant => `variant ${variant} does not parse`),
];

const BASE_TYPES = ['boolSchema', 'doubleSchema', 'intSchema', 'stringSchema'];

const legacySchemaComplaints = (schema: unknown): string[] =>
  Object.entries(fieldsOf(schema)).flatMap(([name, type]) => {
    if (isJsonBody(type) && 'structSchema' in type) {
      return legacySchemaComplaints(type['structSchema']);
    }
    return isJsonBody(type) && BASE_TYPES.some(base => base in type)
      ? []
      : [`cannot parse the schema of ${name}`];
  });

/** JavaScript 0.0.3 (`ConfidenceFlag.js`). */
export const legacyJavaScriptDemands: ClientDemand = answer =>
  flagsOf(answer).flatMap(({ flagSchema }) =>
    legacySchemaComplaints(flagSchema),
  );

/** What every SDK and the protocol itself demand. */
export const protocolDemands: ClientDemand = answer => [
  ...pythonDemands(answer),
  ...lacks(answer, { resolveId: 'string' }),
  ...flagsOf(answer).flatMap(flag => [
    ...lacks(flag, {
      flag: 'string',
      variant: 'string',
      reason: 'string',
      shouldApply: 'boolean',
      assignmentOrigin: 'string',
    }),
    ...(countsDiffer(flag) ? ['as many values as schema fields'] : []),
    ...(flag['value'] === null || flag['flagSchema'] === null
      ? ['null instead of left out']
      : []),
  ]),
];
