import { sealResolveToken } from './confidence/resolve-token/resolve-token';
import type { TokenCipher } from './confidence/resolve-token/token-cipher';
import { hash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DurableLog } from '@etude/events';
import type { Clock } from '@etude/kernel';
import { createAssignmentLog } from './assignment-log';
import { ChangeStreams } from './change-streams';
import type { EdgeConfig } from './edge-config';
import type { EdgeTools } from './edge-tools';
import { EventChecksPoller } from './event-checks/event-checks-poller';
import { EventRefusals } from './event-checks/event-refusals';
import { openMaterializations } from './materializations/open-materializations';
import type { EdgeMaterializations } from './materializations/open-materializations';
import { ContextShapes } from './observe/context-shapes';
import { createEdgeMetrics } from './observe/edge-metrics';
import type { EdgeMetrics } from './observe/edge-metrics';
import { EdgeReporter } from './observe/edge-report';
import { EvaluationTally } from './observe/evaluation-tally';
import { RequestMeter } from './observe/request-meter';
import { newId } from './new-id';
import type { ProcessLog } from './process-log';
import { rateLimit, unlimitedRate } from './rate-limit';
import { recentAssignments } from './recent-assignments';
import type { RecentAssignments } from './recent-assignments';
import { watchBacklog } from './sinks/sink-backlog';
import type { BacklogWatch } from './sinks/sink-backlog';
import { StatePoller } from './state-poller';
import { acceptUnsigned, stateVerifier } from './state-signature';

/** Assignments that are remembered as written, some 40 MB. */
const MAX_RECENT_ASSIGNMENTS = 200_000;

const systemClock: Clock = { now: () => new Date() };
const sha256 = (text: string): string => hash('sha256', text);

const openLog = async (
  config: EdgeConfig,
  report: ProcessLog,
): Promise<DurableLog> => {
  await mkdir(config.edgeDir, { recursive: true });
  const log = await DurableLog.open(join(config.edgeDir, 'log'), {
    sealAfterMs: config.sealMs,
  });
  const { recoveredFiles, tornBytes } = log.counters();
  if (recoveredFiles > 0)
    report('log-recovered', { recoveredFiles, tornBytes });
  return log;
};

const createStatePoller = (
  config: EdgeConfig,
  report: ProcessLog,
  changes: ChangeStreams,
): StatePoller =>
  new StatePoller({
    backendUrl: config.backendUrl,
    token: config.token,
    pollMs: config.statePollMs,
    staleMs: config.stateStaleMs,
    stateFile: join(config.edgeDir, 'state.json'),
    clock: systemClock,
    fetch,
    verify:
      config.statePublicKey === ''
        ? acceptUnsigned
        : stateVerifier(config.statePublicKey),
    random: Math.random,
    onEvent: ({ kind, ...details }) => report(kind, details),
    onState: flagState => changes.announce(flagState),
  });

/** Definitions change rarely, and nobody waits for them. */
const EVENT_CHECKS_POLL_MS = 10_000;

const createEventChecks = (
  config: EdgeConfig,
  report: ProcessLog,
  refusals: EventRefusals,
): EventChecksPoller =>
  new EventChecksPoller({
    backendUrl: config.backendUrl,
    token: config.token,
    pollMs: Math.max(config.statePollMs, EVENT_CHECKS_POLL_MS),
    file: join(config.edgeDir, 'event-checks.json'),
    clock: systemClock,
    fetch,
    refusals,
    report,
  });

/** What watches the traffic of an edge. */
const createObservers = (config: EdgeConfig) => {
  const tally = new EvaluationTally();
  const shapes = new ContextShapes();
  const refusals = new EventRefusals();
  const reporter = new EdgeReporter({
    backendUrl: config.backendUrl,
    token: config.token,
    edge: `${hostname()}:${config.port}:${process.pid}`,
    everyMs: config.reportMs,
    clock: systemClock,
    fetch,
    tally,
    shapes,
  });
  return { tally, shapes, refusals, reporter, meter: new RequestMeter() };
};

/** See {@link createObservers}. */
type Observers = ReturnType<typeof createObservers>;

/** What an edge holds while it runs. */
export type EdgeParts = {
  readonly log: DurableLog;
  readonly backlog: BacklogWatch;
  readonly state: StatePoller;
  readonly changes: ChangeStreams;
  readonly eventChecks: EventChecksPoller;
  readonly observers: Observers;
  readonly materializations: EdgeMaterializations;
  readonly recent: RecentAssignments | null;
};

const recentOf = ({ dedupeSeconds }: EdgeConfig): RecentAssignments | null =>
  dedupeSeconds === 0
    ? null
    : recentAssignments({
        windowMs: dedupeSeconds * 1_000,
        maxEntries: MAX_RECENT_ASSIGNMENTS,
      });

/** The tools of all endpoints. */
export const createTools = (
  config: EdgeConfig,
  parts: EdgeParts,
  tokens: TokenCipher,
): EdgeTools => {
  const { log, state, changes, observers, recent } = parts;
  const append = async (lines: readonly string[]) => {
    parts.backlog.refuseIfFull();
    await log.append(lines);
  };
  const clock = systemClock;
  return {
    state,
    append,
    assignments: createAssignmentLog({ append, clock, newId, recent }),
    materializations: parts.materializations.store,
    observe: {
      context: (credential, context) =>
        observers.shapes.add(credential, context),
      resolution: (credential, given) => observers.tally.add(credential, given),
    },
    rateLimit:
      config.rateLimit === 0
        ? unlimitedRate
        : rateLimit(config.rateLimit, clock),
    bulkTail: credential => changes.tail(credential),
    applyToken: (session, flags) =>
      sealResolveToken(
        tokens,
        {
          resolveId: newId(),
          account: session.state.resolver.account,
          client: session.credential.client,
          assignments: new Map(flags.map(given => [given.flag, given])),
        },
        clock.now(),
      ).toString('base64'),
    clock,
    newId,
    sha256,
  };
};

/** The metrics of all parts. */
export const metricsOf = ({
  log,
  backlog,
  state,
  changes,
  observers,
  recent,
  materializations,
  eventChecks,
}: EdgeParts): EdgeMetrics =>
  createEdgeMetrics({
    tally: observers.tally,
    meter: observers.meter,
    state,
    clock: systemClock,
    logCounters: () => log.counters(),
    backlog: () => backlog.current(),
    streams: () => changes.size,
    recentAssignments: () => recent?.size() ?? 0,
    materializations: () => materializations.metrics(),
    lostReports: () => observers.reporter.lost,
    refusedEvents: () => observers.refusals.counts(),
    eventChecks: () => eventChecks.size,
  });

/**
 * Opens the log and builds what an edge is made of; nothing runs yet.
 *
 * @throws ETUDE_LOG_DIRECTORY_LOCKED, ETUDE_CONFIG_INVALID,
 * ETUDE_MATERIALIZATIONS_UNAVAILABLE
 */
export const createParts = async (
  config: EdgeConfig,
  report: ProcessLog,
): Promise<EdgeParts> => {
  const { maxStreams } = config;
  const { random } = Math;
  const changes = new ChangeStreams({ maxStreams, sha256, random });
  const log = await openLog(config, report);
  const backlog = watchBacklog({
    logDir: log.dir,
    edgeDir: config.edgeDir,
    maxBytes: config.sinks.maxBacklogBytes,
  });
  await backlog.refresh();
  const observers = createObservers(config);
  return {
    changes,
    backlog,
    state: createStatePoller(config, report, changes),
    log,
    materializations: openMaterializations({
      config: config.materializations,
      edgeDir: config.edgeDir,
      portal: { backendUrl: config.backendUrl, token: config.token, fetch },
      clock: systemClock,
      report,
    }),
    eventChecks: createEventChecks(config, report, observers.refusals),
    observers,
    recent: recentOf(config),
  };
};
