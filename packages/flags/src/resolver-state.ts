import type { FlagSchema } from './flag-schema';
import type { JsonObject } from './json';
import type { BucketRange, Credential, Population } from './model';
import type { AttributeRule, Criterion, Targeting } from './targeting';

/** A credential as the resolver knows it. Revoked ones are left out. */
export type StateCredential = Pick<
  Credential,
  'id' | 'secretHash' | 'kind' | 'environments'
>;

/** A client and its valid credentials. */
export type StateClient = { id: string; credentials: StateCredential[] };

/** What the units of some buckets get; `variant` is a variant name. */
export type StateAssignment =
  | { id: string; kind: 'variant'; variant: string; ranges: BucketRange[] }
  | { id: string; kind: 'clientDefault'; ranges: BucketRange[] }
  | { id: string; kind: 'fallthrough'; ranges: BucketRange[] };

/** How a rule uses a store of earlier (unit, rule) → variant records. */
export type StateMaterialization = {
  read?: string;
  write?: string;
  /** Only units that are already in `read` may be assigned. */
  mustMatch?: boolean;
  /** Units that are in `read` need not match the segment any more. */
  targetingCanBeIgnored?: boolean;
};

/** A rule in order of evaluation. */
export type StateRule = {
  /** `flags/<flag>/rules/<rule>` */
  name: string;
  /** `segments/<segment>` */
  segment: string;
  enabled: boolean;
  targetingKeySelector: string;
  environments: string[];
  bucketCount: number;
  assignments: StateAssignment[];
  materialization?: StateMaterialization;
};

/** A flag that has to give one of some variants to the same context. */
export type StatePrerequisite = {
  /** `flags/<flag>` */
  flag: string;
  /** `flags/<flag>/variants/<variant>` */
  variants: string[];
};

/** A flag with variants named `flags/<flag>/variants/<variant>`. */
export type StateFlag = {
  /** `flags/<flag>` */
  name: string;
  state: 'active' | 'archived';
  /** Ids of the clients that may resolve it. */
  clients: string[];
  schema: FlagSchema;
  variants: { name: string; value: JsonObject }[];
  rules: StateRule[];
  /** Left out means true. */
  enabled?: boolean;
  /** Environments in which it is off; left out means none. */
  disabledEnvironments?: string[];
  /** Variant name; null or left out leaves it to the code default. */
  defaultVariant?: string | null;
  /** Left out means none. */
  prerequisites?: StatePrerequisite[];
};

/** An operator that is newer than its reader: rules that reach it are skipped. */
export type UnrecognizedRule = { op: 'unrecognized' };

/** A criterion; segments are referred to by name. */
export type StateCriterion =
  | Exclude<Criterion, { type: 'attribute' }>
  | {
      type: 'attribute';
      attribute: string;
      rule: AttributeRule | UnrecognizedRule;
    };

/** Who a segment is for, before its share of the population. */
export type StateTargeting = {
  criteria: Record<string, StateCriterion>;
  expression: Targeting['expression'];
};

/** A usable segment; its targeting refers to other segments by name. */
export type StateSegment = {
  /** `segments/<segment>` */
  name: string;
  targeting: StateTargeting | null;
  population: Population;
};

/** Members of a materialized segment as a Guava bloom filter. */
export type StateBloomFilter = {
  materializedSegment: string;
  /** Base64 of big-endian 64-bit words. */
  data: string;
  hashFunctionCount: number;
  bitCount: number;
};

/**
 * Everything that resolving needs, as plain JSON: what the edge downloads and
 * `compileState` of the resolver turns into closures.
 */
export type ResolverState = {
  /** Account id; part of the population salt, so it never changes. */
  account: string;
  version: string;
  clients: StateClient[];
  flags: StateFlag[];
  segments: StateSegment[];
  bloomFilters?: StateBloomFilter[];
};
