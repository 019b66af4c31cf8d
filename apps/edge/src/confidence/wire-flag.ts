import type { FieldSchema, FlagSchema, JsonObject } from '@etude/flags';
import { assertNever } from '@etude/kernel';
import type { FlagResolution } from '@etude/resolver';
import { refusesLists } from './sdk-profile';
import type { SdkProfile } from './sdk-profile';

/** Numbers of the protocol's enum `ResolveReason` that the edge answers. */
export const WIRE_REASONS = {
  RESOLVE_REASON_MATCH: 1,
  RESOLVE_REASON_NO_SEGMENT_MATCH: 2,
  RESOLVE_REASON_TARGETING_KEY_ERROR: 5,
  RESOLVE_REASON_ERROR: 6,
  RESOLVE_REASON_MATERIALIZATION_NOT_SUPPORTED: 8,
} as const;

/** A reason as it is written in JSON. */
export type WireReason = keyof typeof WIRE_REASONS;

/** One flag of an answer, before it is written as JSON or protobuf. */
export type WireFlag = {
  readonly flag: string;
  /** Empty when there is none. */
  readonly variant: string;
  /** null when nothing matched; `{}` for the client default. */
  readonly value: Readonly<JsonObject> | null;
  readonly schema: FlagSchema | null;
  readonly reason: WireReason;
  readonly shouldApply: boolean;
  /** Name of the rule that assigned, or empty. */
  readonly assignmentOrigin: string;
};

const fullReason = ({ reason, variant }: FlagResolution): WireReason => {
  switch (reason) {
    case 'MATCH':
      return 'RESOLVE_REASON_MATCH';
    // SDKs use a value only with MATCH; a default variant is a value.
    case 'DEFAULT':
    case 'DISABLED':
    case 'PREREQUISITE_FAILED':
      return variant === null
        ? 'RESOLVE_REASON_NO_SEGMENT_MATCH'
        : 'RESOLVE_REASON_MATCH';
    case 'NO_SEGMENT_MATCH':
      return 'RESOLVE_REASON_NO_SEGMENT_MATCH';
    case 'TARGETING_KEY_ERROR':
      return 'RESOLVE_REASON_TARGETING_KEY_ERROR';
    case 'MATERIALIZATION_NOT_SUPPORTED':
      return 'RESOLVE_REASON_MATERIALIZATION_NOT_SUPPORTED';
    case 'ERROR':
      return 'RESOLVE_REASON_ERROR';
    default:
      return assertNever(reason);
  }
};

const ANDROID_REASONS: ReadonlySet<WireReason> = new Set<WireReason>([
  'RESOLVE_REASON_MATCH',
  'RESOLVE_REASON_NO_SEGMENT_MATCH',
  'RESOLVE_REASON_TARGETING_KEY_ERROR',
]);

const reasonFor = (
  profile: SdkProfile,
  resolution: FlagResolution,
): WireReason => {
  const reason = fullReason(resolution);
  return profile === 'android' && !ANDROID_REASONS.has(reason)
    ? 'RESOLVE_REASON_NO_SEGMENT_MATCH'
    : reason;
};

const hasList = (field: FieldSchema): boolean =>
  field.type === 'list' ||
  (field.type === 'struct' && Object.values(field.fields).some(hasList));

/** True when the SDK would fail on this flag. */
export const isUnreadable = (
  profile: SdkProfile,
  { schema }: FlagResolution,
): boolean => refusesLists(profile) && schema !== null && hasList(schema);

/** A resolution as the wire says it to an SDK. */
export const wireFlag = (
  resolution: FlagResolution,
  profile: SdkProfile,
): WireFlag => {
  const { flag, variant, value, schema, origin, shouldApply } = resolution;
  return {
    flag,
    variant: variant ?? '',
    value,
    schema,
    reason: reasonFor(profile, resolution),
    shouldApply,
    assignmentOrigin: origin ?? '',
  };
};

/** The answer for a flag that was named but that the SDK could not read. */
export const withheldFlag = (flag: string): WireFlag => ({
  flag,
  variant: '',
  value: null,
  schema: null,
  reason: 'RESOLVE_REASON_NO_SEGMENT_MATCH',
  shouldApply: false,
  assignmentOrigin: '',
});

/** A schema as the protocol's JSON; protobufjs takes the same object. */
export type SchemaMessage = {
  readonly schema: Readonly<Record<string, unknown>>;
};

const fieldMessage = (field: FieldSchema): Record<string, unknown> => {
  switch (field.type) {
    case 'string':
      return { stringSchema: {} };
    case 'int':
      return { intSchema: {} };
    case 'double':
      return { doubleSchema: {} };
    case 'bool':
      return { boolSchema: {} };
    case 'struct':
      return { structSchema: structMessage(field.fields) };
    case 'list':
      return { listSchema: { elementSchema: fieldMessage(field.element) } };
    default:
      return assertNever(field);
  }
};

const structMessage = (
  fields: Readonly<Record<string, FieldSchema>>,
): SchemaMessage => ({
  schema: Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldMessage(field)]),
  ),
});

// A schema belongs to a state and is written for every resolve of its flag.
const messages = new WeakMap<FlagSchema, SchemaMessage>();

/** {@link SchemaMessage} of a flag's schema. */
export const schemaMessage = (schema: FlagSchema): SchemaMessage => {
  const known = messages.get(schema);
  if (known) return known;
  const message = structMessage(schema.fields);
  messages.set(schema, message);
  return message;
};
