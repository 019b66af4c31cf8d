import type { Clock } from '@etude/kernel';
import type { MaterializationStore } from '@etude/openfeature-provider';
import type { ResolvedCredential } from '@etude/resolver';
import { ChangeStreams } from '../change-streams';
import { createEdgeHandler } from '../edge-handler';
import type { EdgeHandler } from '../edge-handler';
import type { EdgeTools } from '../edge-tools';
import { toFetchHandler } from '../fetch-handler';
import type { FetchHandler } from '../fetch-handler';
import { jsonResponse } from '../http-message';
import { noMaterializations } from '../materializations/no-materializations';
import { portalRemote } from '../materializations/portal-remote';
import { messageOf } from '../process-log';
import { rateLimit, unlimitedRate } from '../rate-limit';
import { recentAssignments } from '../recent-assignments';
import { silentObserver } from '../resolve-observer';
import { CollectingLog } from './collecting-log';
import { collectingSecrets } from './collecting-secrets';
import { portalMaterializations } from './portal-materializations';
import { sha256 } from './sha256';
import { webStateVerifier } from './web-state-verifier';
import type { WorkerConfig } from './worker-config';
import { WorkerState } from './worker-state';

/** What the runtime gives a Worker besides its bindings. */
export type WorkerHost = {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** A new identifier of 32 letters and digits. */
  readonly newId: () => string;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Told what went wrong, for the log of the Worker. */
  readonly onProblem: (message: string) => void;
};

/** An edge in a Worker. */
export type WorkerEdge = {
  readonly state: WorkerState;
  readonly answer: FetchHandler;
};

/** Assignments that are remembered as written, some 8 MB. */
const MAX_RECENT_ASSIGNMENTS = 40_000;

const FAILED = jsonResponse(500, {
  code: 13,
  message: 'The edge failed on this request. The log of the Worker says why.',
});

const withoutThrowing =
  (handle: EdgeHandler, { onProblem }: WorkerHost): EdgeHandler =>
  async request => {
    try {
      return await handle(request);
    } catch (error) {
      onProblem(messageOf(error));
      return FAILED;
    }
  };

const openLog = (
  { collectUrl, collectSecrets, dedupeSeconds }: WorkerConfig,
  state: WorkerState,
  host: WorkerHost,
): CollectingLog => {
  const secretOf = collectingSecrets(collectSecrets, sha256);
  return new CollectingLog({
    ...host,
    collectUrl,
    secretFor: (credential: ResolvedCredential) => {
      const current = state.current();
      return current && secretOf(current.resolver, credential);
    },
    recent:
      dedupeSeconds === 0
        ? null
        : recentAssignments({
            windowMs: dedupeSeconds * 1_000,
            maxEntries: MAX_RECENT_ASSIGNMENTS,
          }),
  });
};

const materializationsOf = (
  { portalUrl, stateToken: token }: WorkerConfig,
  { fetch, onProblem }: WorkerHost,
): MaterializationStore =>
  portalUrl === null
    ? noMaterializations
    : portalMaterializations(
        portalRemote({ backendUrl: portalUrl, token, fetch }),
        onProblem,
      );

/** Builds an edge that answers OFREP and keeps nothing on a disk. */
export const createWorkerEdge = (
  config: WorkerConfig,
  host: WorkerHost,
): WorkerEdge => {
  const { clock, newId, random } = host;
  const verify = webStateVerifier(config.statePublicKey);
  const state = new WorkerState({ ...host, config, verify });
  const log = openLog(config, state, host);
  // A stream belongs to one request, and no other may write into it.
  const changes = new ChangeStreams({ maxStreams: 0, sha256, random });
  const tools: EdgeTools = {
    state,
    append: () => Promise.reject(new Error('A Worker takes no events.')),
    assignments: log,
    materializations: materializationsOf(config, host),
    observe: silentObserver,
    rateLimit:
      config.rateLimit === 0
        ? unlimitedRate
        : rateLimit(config.rateLimit, clock),
    bulkTail: credential => changes.tail(credential),
    applyToken: null,
    clock,
    newId,
    sha256,
  };
  const handle = createEdgeHandler({
    tools,
    changes,
    logCounters: () => log.counters(),
    isDraining: () => false,
  });
  return { state, answer: toFetchHandler(withoutThrowing(handle, host)) };
};
