import type { FlagSchema, JsonObject, StateCredential } from '@etude/flags';

/** What the application knows about the unit: any JSON object. */
export type EvaluationContext = Readonly<Record<string, unknown>>;

/**
 * Where the resolver may depart from the hosted service: `general` follows
 * it, `rust` follows the published Rust resolver in the ten cases where the
 * two differ.
 */
export type Semantics = 'general' | 'rust';

/**
 * Why a flag resolved as it did. The first two and the errors are the
 * protocol's, which adds `RESOLVE_REASON_`. `DEFAULT` is the default variant
 * because no rule gave one; `DISABLED` and `PREREQUISITE_FAILED` give the
 * default variant too, or nothing where the flag has none.
 */
export type ResolveReason =
  | 'MATCH'
  | 'NO_SEGMENT_MATCH'
  | 'DEFAULT'
  | 'DISABLED'
  | 'PREREQUISITE_FAILED'
  | 'TARGETING_KEY_ERROR'
  | 'MATERIALIZATION_NOT_SUPPORTED'
  | 'ERROR';

/** A unit was given something by an assignment of a rule. */
export type AssignmentRecord = {
  /** `flags/<flag>/rules/<rule>` */
  readonly rule: string;
  /** `segments/<segment>` */
  readonly segment: string;
  readonly assignmentId: string;
  /** Empty for a full rollout to a context without a unit. */
  readonly unit: string;
  /** The rule's `targetingKeySelector`, as written. */
  readonly selector: string;
};

/** A record that a materialization store is to keep. */
export type MaterializationWrite = {
  readonly unit: string;
  readonly materialization: string;
  readonly rule: string;
  /** Empty when the unit fell through. */
  readonly variant: string;
};

/** What one flag is for one context. */
export type FlagResolution = {
  /** `flags/<flag>` */
  readonly flag: string;
  /** `flags/<flag>/variants/<variant>`, or null when none was assigned. */
  readonly variant: string | null;
  /**
   * Every property of the schema, null where the variant leaves it out; `{}`
   * for the client default; null when nothing matched. Shared between
   * resolutions: never write to it.
   */
  readonly value: Readonly<JsonObject> | null;
  /** Schema of `value`; without fields for the client default. */
  readonly schema: FlagSchema | null;
  readonly reason: ResolveReason;
  /** True when there is an assignment or a fallthrough to log. */
  readonly shouldApply: boolean;
  readonly assignment: AssignmentRecord | null;
  /** Rules whose assignment was "fall through", in order. */
  readonly fallthroughs: readonly AssignmentRecord[];
  /** Name of the rule that assigned, or null. */
  readonly origin: string | null;
  /** What to store for rules that write a materialization. */
  readonly writes: readonly MaterializationWrite[];
  /** What went wrong, with reason `ERROR`. */
  readonly error?: string;
};

/** What a materialization store knows of a unit in one materialization. */
export type MaterializationRecord = {
  readonly included: boolean;
  /** Variant name by rule name. */
  readonly variants: Readonly<Record<string, string>>;
};

/** Reads the store; null when the unit is not in the materialization. */
export type MaterializationLookup = (
  unit: string,
  materialization: string,
) => MaterializationRecord | null;

/** A credential found in the state, with the client it belongs to. */
export type ResolvedCredential = StateCredential & {
  readonly client: string;
};

/** One request for some or all flags of a client. */
export type ResolveRequest = {
  readonly credential: ResolvedCredential;
  readonly context: EvaluationContext;
  /** Flag names; left out or empty means every flag of the client. */
  readonly flags?: readonly string[];
  /** Left out where no store is connected. */
  readonly materializations?: MaterializationLookup;
};

/** All resolutions, or why the request as a whole was refused. */
export type ResolveResult =
  | { readonly ok: true; readonly value: readonly FlagResolution[] }
  | {
      readonly ok: false;
      readonly problems: readonly {
        readonly code: string;
        readonly message: string;
      }[];
    };

/** A state turned into closures; holds no other state and never throws. */
export type Resolver = {
  readonly account: string;
  readonly version: string;
  /** The credential with this SHA-256 (hex), or undefined. */
  readonly findCredential: (
    secretHash: string,
  ) => ResolvedCredential | undefined;
  /** Resolves in the order asked; flags not on the client are dropped. */
  readonly resolve: (request: ResolveRequest) => ResolveResult;
  /** One flag by name; undefined when the client has no such active flag. */
  readonly resolveFlag: (
    flag: string,
    request: Omit<ResolveRequest, 'flags'>,
  ) => FlagResolution | undefined;
  /** Names of the active flags of the credential's client. */
  readonly flagNames: (credential: ResolvedCredential) => readonly string[];
};
