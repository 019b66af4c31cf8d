import type { JsonObject, StateCriterion } from '@etude/flags';
import type { ResolveReason } from '../resolution';

/** What a condition came to; unknown where nobody can say. */
export type Judgement = boolean | 'unknown';

/** One condition of a segment's targeting. */
export type CriterionExplanation = {
  readonly name: string;
  readonly criterion: StateCriterion;
  /** As read from the context; undefined when missing, or not asked for. */
  readonly contextValue: unknown;
  readonly outcome: Judgement;
  /** Of the segment that the criterion refers to. */
  readonly segment?: SegmentExplanation;
};

/** Whether a unit is in a segment, and why. */
export type SegmentExplanation = {
  /** `segments/<segment>` */
  readonly segment: string;
  readonly targeting: Judgement;
  /** Those that the targeting uses. */
  readonly criteria: readonly CriterionExplanation[];
  /** Of 1,000,000; null without a unit. */
  readonly populationBucket: number | null;
  /** null where the segment holds everyone. */
  readonly inPopulation: boolean | null;
  readonly outcome: Judgement;
};

/** What became of a rule. */
export type RuleOutcome =
  | 'matched'
  | 'fellThrough'
  | 'notReached'
  | 'disabled'
  | 'otherEnvironment'
  | 'unknownSegment'
  | 'unrecognizedTargeting'
  | 'noUnit'
  | 'unusableUnit'
  | 'targetingNotMet'
  | 'outsidePopulation'
  | 'outsideBuckets'
  | 'materializationUnknown'
  | 'materializationMissed';

/** Why a rule gave something or did not. */
export type RuleExplanation = {
  /** `flags/<flag>/rules/<rule>` */
  readonly rule: string;
  /** `segments/<segment>` */
  readonly segmentName: string;
  readonly outcome: RuleOutcome;
  readonly sentence: string;
  /** As written; empty means `targeting_key`. */
  readonly selector: string;
  readonly unit: string | null;
  /** Variant bucket of the unit; null where it was not needed. */
  readonly bucket: number | null;
  readonly bucketCount: number;
  readonly assignmentId: string | null;
  readonly variant: string | null;
  /** null where the segment was not asked. */
  readonly segment: SegmentExplanation | null;
};

/** What another flag gives, and whether that is what is needed. */
export type PrerequisiteExplanation = {
  /** `flags/<flag>` */
  readonly flag: string;
  readonly variants: readonly string[];
  /** The variant it gives; null for none. */
  readonly variant: string | null;
  readonly isMet: boolean;
};

/** Why a flag resolves as it does for one context. */
export type FlagExplanation = {
  /** `flags/<flag>` */
  readonly flag: string;
  readonly reason: ResolveReason;
  readonly variant: string | null;
  readonly value: Readonly<JsonObject> | null;
  readonly isOff: boolean;
  readonly prerequisites: readonly PrerequisiteExplanation[];
  /** All rules in order. */
  readonly rules: readonly RuleExplanation[];
  readonly sentence: string;
};
