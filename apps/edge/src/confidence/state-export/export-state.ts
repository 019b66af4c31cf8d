import type {
  ResolverState,
  StateFlag,
  StateRule,
  StateSegment,
} from '@etude/flags';
import type { ResolvedCredential } from '@etude/resolver';
import type { JsonBody } from '../../parse-json-body';
import { wireMessage } from '../proto/wire-types';
import { EVERYONE_SEGMENT, defaultRule } from './default-rule';
import { flagMessage } from './flag-message';
import { populationMessage } from './population-message';
import { InexpressibleTargeting, targetingMessage } from './targeting-message';

/** A flag that is not in an export, for the status of the edge. */
export type LeftOutFlag = { readonly flag: string; readonly reason: string };

/** What a resolver elsewhere needs to resolve a client's flags. */
export type StateExport = {
  /** `ClientResolverState` in protobuf. */
  readonly bytes: Buffer;
  readonly leftOut: readonly LeftOutFlag[];
};

const SEGMENT_OK = 4;
const SPOTIFY_EDGE = 1;
const MURMUR128_MITZ_64 = 1;

const stateMessage = wireMessage('confidence.flags.admin.v1.ResolverState');
const envelope = wireMessage('confidence.flags.admin.v1.ClientResolverState');

const isOff = (
  { enabled = true, disabledEnvironments = [] }: StateFlag,
  { environments }: ResolvedCredential,
): boolean =>
  !enabled ||
  disabledEnvironments.some(environment => environments.includes(environment));

/** The rules to export; a flag that is off keeps its default only. */
const rulesOf = (
  flag: StateFlag,
  credential: ResolvedCredential,
): StateRule[] => {
  const own = isOff(flag, credential)
    ? []
    : flag.rules.filter(rule => rule.enabled);
  return flag.defaultVariant
    ? [...own, defaultRule(flag.name, flag.defaultVariant)]
    : own;
};

type ExportedSegment = {
  readonly segment: StateSegment;
  readonly message: JsonBody;
};

/**
 * The segments that rules reach, with their messages.
 *
 * @throws InexpressibleTargeting
 */
const reachedSegments = (
  rules: readonly StateRule[],
  byName: ReadonlyMap<string, StateSegment>,
): Map<string, ExportedSegment> => {
  const reached = new Map<string, ExportedSegment>();
  const visit = (name: string): void => {
    const segment = byName.get(name);
    if (segment === undefined || reached.has(name)) return;
    const { targeting } = segment;
    const message = {
      name,
      state: SEGMENT_OK,
      targeting: targetingMessage(targeting),
    };
    reached.set(name, { segment, message });
    for (const criterion of Object.values(targeting?.criteria ?? {})) {
      if (criterion.type === 'segment') visit(criterion.segment);
    }
  };
  for (const rule of rules) visit(rule.segment);
  return reached;
};

type FlagExport = {
  readonly message: JsonBody;
  readonly segments: ReadonlyMap<string, ExportedSegment>;
};

/** A flag and its segments, or why it cannot be exported. */
const exportFlag = (
  flag: StateFlag,
  credential: ResolvedCredential,
  byName: ReadonlyMap<string, StateSegment>,
): FlagExport | LeftOutFlag => {
  if (!isOff(flag, credential) && (flag.prerequisites ?? []).length > 0) {
    return { flag: flag.name, reason: 'it has prerequisites' };
  }
  const rules = rulesOf(flag, credential);
  try {
    const segments = reachedSegments(rules, byName);
    const client = `clients/${credential.client}`;
    return { message: flagMessage(flag, rules, client), segments };
  } catch (error) {
    if (!(error instanceof InexpressibleTargeting)) throw error;
    const reason = `its targeting has ${error.message}, which the protocol does not know`;
    return { flag: flag.name, reason };
  }
};

const credentialMessages = (
  { client, id, environments }: ResolvedCredential,
  secret: string | null,
): JsonBody => ({
  clients: [{ name: `clients/${client}`, displayName: client }],
  clientCredentials: [
    {
      name: `clients/${client}/credentials/${id}`,
      displayName: id,
      environments,
      // The edge knows the hash only: resolvers that look their secret up in
      // the state have to send it along.
      clientSecret: { secret: secret ?? '' },
    },
  ],
});

const bloomMessages = ({ bloomFilters = [] }: ResolverState): JsonBody[] =>
  bloomFilters.map(filter => ({
    materializedSegment: filter.materializedSegment,
    data: Buffer.from(filter.data, 'base64'),
    hashFunctionCount: filter.hashFunctionCount,
    bitCount: filter.bitCount,
    strategy: MURMUR128_MITZ_64,
  }));

/**
 * The active flags of a credential's client and the segments that they reach,
 * for resolvers that download their state.
 *
 * What the protocol cannot say is exported so that nobody gets a wrong
 * variant: a default variant is a last rule for everyone, a flag that is off
 * has no other, and flags with prerequisites or with operators of ours are
 * left out, which gives their users the default in the code. Skipping only
 * such a rule could give its users the variant of a later one.
 */
export const exportState = (
  state: ResolverState,
  credential: ResolvedCredential,
  secret: string | null,
): StateExport => {
  const byName = new Map(
    [...state.segments, EVERYONE_SEGMENT].map(segment => [
      segment.name,
      segment,
    ]),
  );
  const segments = new Map<string, ExportedSegment>();
  const flags: JsonBody[] = [];
  const leftOut: LeftOutFlag[] = [];
  for (const flag of state.flags) {
    if (flag.state !== 'active' || !flag.clients.includes(credential.client)) {
      continue;
    }
    const exported = exportFlag(flag, credential, byName);
    if ('reason' in exported) {
      leftOut.push(exported);
      continue;
    }
    flags.push(exported.message);
    for (const [name, segment] of exported.segments) {
      segments.set(name, segment);
    }
  }
  const reached = [...segments.values()];
  const message = stateMessage.encode({
    flags,
    segmentsNoBitsets: reached.map(entry => entry.message),
    bitsets: reached.map(({ segment }) => populationMessage(segment)),
    bloomFilters: bloomMessages(state),
    ...credentialMessages(credential, secret),
  });
  const bytes = envelope.encode({
    state: message,
    // The id alone: resolvers put `accounts/` before it, and hash by it.
    account: state.account,
    logDestinations: [SPOTIFY_EDGE],
  });
  return { bytes, leftOut };
};
