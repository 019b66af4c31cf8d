import { isDeepStrictEqual } from 'node:util';
import type { JsonValue, ResolverState } from '@etude/flags';
import { z } from 'zod';
import { expectedFlag, expectedFlags, idOf } from './soak-oracle';
import type { Asker, ExpectedFlag, ExpectedRecord } from './soak-oracle';
import { VERSION_FLAG } from './soak-states';
import type { StateHistory } from './state-history';

/** What was asked, and which states the answer may come from. */
export type Question = Asker & {
  readonly history: StateHistory;
  /** The newest version that the edge had answered from before. */
  readonly low: number;
};

/** What an answer came to. */
export type Judgement =
  | {
      readonly ok: true;
      /** The state it came from; null where it does not say. */
      readonly version: number | null;
      /** What applying writes. */
      readonly records: readonly ExpectedRecord[];
      /** False where several states fit, which write different records. */
      readonly isCertain: boolean;
    }
  | { readonly ok: false; readonly problem: string };

const wrong = (problem: string): Judgement => ({ ok: false, problem });

const entrySchema = z.looseObject({
  key: z.string(),
  reason: z.string().optional(),
  variant: z.string().optional(),
  value: z.json().optional(),
  metadata: z.looseObject({ rule: z.string().optional() }).optional(),
  errorCode: z.string().optional(),
});

/** One key of an OFREP answer. */
type Entry = z.infer<typeof entrySchema>;

const bulkSchema = z.looseObject({ flags: z.array(entrySchema) });

const versioned = z.looseObject({ at: z.number().int() });

const versionIn = (value: unknown): number | null => {
  const parsed = versioned.safeParse(value);
  return parsed.success ? parsed.data.at : null;
};

const rangeProblem = (version: number, { history, low }: Question) =>
  version < low || version > history.latest
    ? `comes from state ${version}, but the edge had answered from ${low} and the newest is ${history.latest}`
    : null;

/** An OFREP answer in the terms of the oracle. */
const given = ({ errorCode, variant, value, metadata, reason }: Entry) => ({
  errorCode,
  variant,
  value,
  rule: metadata?.rule,
  isOff: reason === 'DISABLED',
});

const wanted = (
  expected: ExpectedFlag | undefined,
): ReturnType<typeof given> => {
  if (!expected) {
    return {
      errorCode: 'FLAG_NOT_FOUND',
      variant: undefined,
      value: undefined,
      rule: undefined,
      isOff: false,
    };
  }
  const { variant, value, origin, reason } = expected;
  return {
    errorCode: undefined,
    variant: variant === null ? undefined : idOf(variant),
    value: variant === null ? undefined : (value ?? undefined),
    rule: origin === null ? undefined : idOf(origin),
    isOff: reason === 'DISABLED',
  };
};

const difference = (what: string, actual: unknown, right: unknown): string =>
  `${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(right)}`;

/** Judges `POST /ofrep/v1/evaluate/flags/{key}`; 404 answers too. */
export const judgeSingle = (
  body: unknown,
  flag: string,
  question: Question,
): Judgement => {
  const parsed = entrySchema.safeParse(body);
  if (!parsed.success) return wrong(`no OFREP answer: ${parsed.error.message}`);
  const actual = given(parsed.data);
  const { history } = question;
  const version = versionIn(actual.value);
  const outside = version === null ? null : rangeProblem(version, question);
  if (outside !== null) return wrong(outside);
  // An answer without a value does not say where it comes from.
  const candidates: ExpectedFlag[] = [];
  let fits = false;
  const first = version ?? Math.max(1, question.low);
  const last = version ?? history.latest;
  for (let candidate = last; candidate >= first; candidate -= 1) {
    const state = history.at(candidate);
    const expected = state && expectedFlag(state, flag, question);
    if (!isDeepStrictEqual(actual, wanted(expected))) continue;
    fits = true;
    if (expected) candidates.push(expected);
  }
  if (!fits) {
    const state = history.at(last);
    const right = wanted(state && expectedFlag(state, flag, question));
    return wrong(`${difference(flag, actual, right)} (state ${last})`);
  }
  const records = candidates[0]?.records ?? [];
  const isCertain = candidates.every(other =>
    isDeepStrictEqual(other.records, records),
  );
  return { ok: true, version, records, isCertain };
};

const scalarPaths = (
  prefix: string,
  value: JsonValue,
): [key: string, value: JsonValue][] => {
  if (value === null || Array.isArray(value)) return [];
  if (typeof value !== 'object') return [[prefix, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    scalarPaths(`${prefix}.${name}`, inner),
  );
};

/** The entries of a bulk answer, by key. */
const wantedEntries = (expected: readonly ExpectedFlag[]) => {
  const entries = new Map<string, ReturnType<typeof given>>();
  for (const each of expected) {
    const id = idOf(each.flag);
    const whole = wanted(each);
    entries.set(id, whole);
    if (whole.value === undefined) continue;
    for (const [key, value] of scalarPaths(id, whole.value)) {
      entries.set(key, { ...whole, value });
    }
  }
  return entries;
};

/** The state that an answer says it comes from. */
const stateOf = (
  version: number | null,
  question: Question,
): ResolverState | string => {
  if (version === null) return 'does not tell its version';
  return (
    rangeProblem(version, question) ??
    question.history.at(version) ??
    `comes from state ${version}, which was never published`
  );
};

/** Judges `POST /ofrep/v1/evaluate/flags`. */
export const judgeBulk = (body: unknown, question: Question): Judgement => {
  const parsed = bulkSchema.safeParse(body);
  if (!parsed.success) return wrong(`no bulk answer: ${parsed.error.message}`);
  const actual = new Map(
    parsed.data.flags.map(entry => [entry.key, given(entry)]),
  );
  const version = versionIn(actual.get(idOf(VERSION_FLAG))?.value);
  const state = stateOf(version, question);
  if (typeof state === 'string') return wrong(state);
  const expected = expectedFlags(state, question);
  const right = wantedEntries(expected);
  for (const key of new Set([...actual.keys(), ...right.keys()])) {
    const [got, want] = [actual.get(key), right.get(key)];
    if (!isDeepStrictEqual(got, want)) {
      return wrong(`${difference(key, got, want)} (state ${version})`);
    }
  }
  const records = expected.flatMap(each => each.records);
  return { ok: true, version, records, isCertain: true };
};

const resolvedSchema = z.object({
  flag: z.string(),
  variant: z.string(),
  value: z.json().optional(),
  reason: z.string(),
  shouldApply: z.boolean(),
  assignmentOrigin: z.string(),
});

const resolveSchema = z.looseObject({
  resolvedFlags: z.array(z.looseObject(resolvedSchema.shape)),
  resolveToken: z.string(),
  resolveId: z.string(),
});

const wireReason = ({ reason, variant }: ExpectedFlag): string =>
  reason === 'MATCH' || (reason !== 'NO_SEGMENT_MATCH' && variant !== null)
    ? 'RESOLVE_REASON_MATCH'
    : 'RESOLVE_REASON_NO_SEGMENT_MATCH';

const wantedOnWire = (expected: ExpectedFlag) => ({
  flag: expected.flag,
  variant: expected.variant ?? '',
  ...(expected.value === null ? {} : { value: expected.value }),
  reason: wireReason(expected),
  shouldApply: expected.records.length > 0,
  assignmentOrigin: expected.origin ?? '',
});

/** A judged answer to a resolve, with what an apply needs of it. */
export type JudgedResolve = Judgement & {
  readonly token: string;
  readonly resolveId: string;
  /** What applying each flag writes. */
  readonly byFlag: ReadonlyMap<string, readonly ExpectedRecord[]>;
};

/** Judges `POST /v1/flags:resolve`, asked for all flags. */
export const judgeResolve = (
  body: unknown,
  question: Question,
): JudgedResolve => {
  const nothing = { token: '', resolveId: '', byFlag: new Map() };
  const refused = (problem: string) => ({ ...wrong(problem), ...nothing });
  const parsed = resolveSchema.safeParse(body);
  if (!parsed.success) return refused(`no answer: ${parsed.error.message}`);
  const { resolvedFlags, resolveToken: token, resolveId } = parsed.data;
  const told = resolvedFlags.find(({ flag }) => flag === VERSION_FLAG);
  const version = versionIn(told?.value);
  const state = stateOf(version, question);
  if (typeof state === 'string') return refused(state);
  const expected = expectedFlags(state, question);
  const actual = resolvedFlags.map(entry => resolvedSchema.parse(entry));
  const right = expected.map(wantedOnWire);
  if (!isDeepStrictEqual(actual, right)) {
    return refused(`${difference('all', actual, right)} (state ${version})`);
  }
  const records = expected.flatMap(each => each.records);
  const byFlag = new Map(expected.map(each => [each.flag, each.records]));
  return {
    ok: true,
    version,
    records,
    isCertain: true,
    token,
    resolveId,
    byFlag,
  };
};
