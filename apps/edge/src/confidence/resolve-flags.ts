import { resolveSticky } from '@etude/openfeature-provider';
import type { EvaluationContext, FlagResolution } from '@etude/resolver';
import { MAX_CONTEXT_VALUES } from '../ofrep-request';
import { MAX_JSON_DEPTH, countJsonValues } from '../parse-json-body';
import { sealResolveToken } from './resolve-token/resolve-token';
import type { SdkProfile } from './sdk-profile';
import { isUnreadable, wireFlag, withheldFlag } from './wire-flag';
import type { WireFlag } from './wire-flag';
import { refuse, whenDurable, whenStoreAnswers } from './wire-result';
import type { WireResult } from './wire-result';
import { openSession } from './wire-session';
import type { WireDeps, WireSession } from './wire-session';

/** A resolve, whatever it came over. */
export type ResolveInput = {
  readonly secret: string | null;
  /** Flag names; empty means every flag of the client. */
  readonly flags: readonly string[];
  readonly context: EvaluationContext;
  /** True to log the assignments now, false to get a token for later. */
  readonly apply: boolean;
  readonly profile: SdkProfile;
};

/** The answer to a resolve. */
export type ResolveOutput = {
  readonly flags: readonly WireFlag[];
  /** Empty when the flags were applied. */
  readonly token: Uint8Array;
  readonly resolveId: string;
};

const MAX_FLAGS = 1_000;
const NO_TOKEN = new Uint8Array(0);

const resolveAll = async (
  deps: WireDeps,
  input: ResolveInput,
  { state, credential }: WireSession,
): Promise<WireResult<readonly FlagResolution[]>> => {
  const { flags, context, profile } = input;
  if (countJsonValues(context, MAX_JSON_DEPTH) > MAX_CONTEXT_VALUES) {
    return refuse(
      'invalidArgument',
      `The evaluation context holds more than ${MAX_CONTEXT_VALUES} values. Send the fields that rules use.`,
    );
  }
  if (flags.length > MAX_FLAGS) {
    return refuse(
      'invalidArgument',
      `The request names ${flags.length} flags; at most ${MAX_FLAGS} resolve at once. Name them in several requests.`,
    );
  }
  const resolved = await whenStoreAnswers(() =>
    resolveSticky(
      {
        resolver: state.resolver,
        store: deps.materializations,
        isGiven: resolution => !isUnreadable(profile, resolution),
      },
      { credential, context, flags },
    ),
  );
  if (!resolved.ok) return resolved;
  if (!resolved.value.ok) {
    const { problems } = resolved.value;
    return refuse(
      'invalidArgument',
      problems.map(({ message }) => message).join(' '),
    );
  }
  return { ok: true, value: resolved.value.value };
};

// A token also names flags whose value is no assignment: SDKs that ignore
// `shouldApply` apply every flag with a value (JavaScript 0.0.x) or every flag
// (Swift), and one that is not in the token would lose the whole batch.
const isInToken = (profile: SdkProfile, resolution: FlagResolution): boolean =>
  profile === 'swift' || resolution.shouldApply || resolution.variant !== null;

type Resolve = {
  readonly resolutions: readonly FlagResolution[];
  readonly resolveId: string;
  readonly session: WireSession;
};

const tokenOf = (
  deps: WireDeps,
  { resolutions, resolveId, session }: Resolve,
  profile: SdkProfile,
): Uint8Array =>
  sealResolveToken(
    deps.tokens,
    {
      resolveId,
      account: session.state.resolver.account,
      client: session.credential.client,
      assignments: new Map(
        resolutions
          .filter(resolution => isInToken(profile, resolution))
          .map(resolution => [resolution.flag, resolution]),
      ),
    },
    deps.clock.now(),
  );

const observe = (
  deps: WireDeps,
  { context }: ResolveInput,
  { resolutions, session: { credential } }: Resolve,
): void => {
  deps.observe.context(credential, context);
  for (const resolution of resolutions) {
    deps.observe.resolution(credential, resolution);
  }
};

/**
 * Resolves flags for an SDK. With `apply` the assignments are on the disk
 * before the answer; without, the answer has a token to apply them with.
 * Sticky assignments are stored either way.
 */
export const resolveFlags = async (
  deps: WireDeps,
  input: ResolveInput,
): Promise<WireResult<ResolveOutput>> => {
  const session = openSession(deps, input.secret);
  if (!session.ok) return session;
  const resolved = await resolveAll(deps, input, session.value);
  if (!resolved.ok) return resolved;
  const { profile } = input;
  const resolutions = resolved.value.filter(
    resolution => !isUnreadable(profile, resolution),
  );
  const withheld =
    input.flags.length === 0
      ? []
      : resolved.value.filter(resolution => isUnreadable(profile, resolution));
  const resolveId = deps.newId();
  const resolve = { resolutions, resolveId, session: session.value };
  observe(deps, input, resolve);
  if (input.apply) {
    const { credential } = session.value;
    const flags = resolutions;
    const applied = await whenDurable(
      deps.assignments.apply({ credential, resolveId, flags }),
    );
    if (!applied.ok) return applied;
  }
  return {
    ok: true,
    value: {
      flags: [
        ...resolutions.map(resolution => wireFlag(resolution, profile)),
        ...withheld.map(({ flag }) => withheldFlag(flag)),
      ],
      token: input.apply ? NO_TOKEN : tokenOf(deps, resolve, profile),
      resolveId,
    },
  };
};
