import type { FlagRecord, FlagsClient } from '@etude/plugin-flags-common';

/** An ordered entry of a flag. */
export type Rule = FlagRecord['rules'][number];

/** One named value of a flag. */
export type Variant = FlagRecord['variants'][number];

/** What a variant delivers: a JSON object. */
export type FlagValue = Variant['value'];

/** Any JSON value inside a flag value. */
export type JsonValue = FlagValue[string];

/** The struct that every variant of a flag conforms to. */
export type FlagSchema = FlagRecord['schema'];

/** Type of one property of a flag value. */
export type FieldSchema = FlagSchema['fields'][string];

/** An audience as the API answers it. */
export type Segment = Awaited<
  ReturnType<FlagsClient['segments']['list']>
>[number];

/** Who a segment is for, before its share of the population. */
export type Targeting = NonNullable<Segment['targeting']>;
