import type {
  BucketRange,
  FlagSchema,
  JsonObject,
  JsonValue,
  ResolverState,
  StateAssignment,
  StateBloomFilter,
  StateFlag,
  StateMaterialization,
  StateRule,
  StateSegment,
} from '@etude/flags';
import { isStruct } from './context-path';
import {
  NOTHING,
  afterSlash,
  numberAt,
  structAt,
  structsAt,
  textAt,
  textsAt,
} from './spec-reader';
import type { Spec } from './spec-reader';
import { targetingOf } from './spec-targeting';

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
    targeting: isStruct(targeting) ? targetingOf(targeting) : null,
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
