import { EtudeError } from '@etude/kernel';
import { z } from 'zod';
import type { GrpcTls } from './confidence/grpc/grpc-tls';
import type { ConfidenceConfig } from './confidence/open-confidence-wire';
import type { MaterializationsConfig } from './materializations/open-materializations';
import {
  requireSinkVariables,
  sinksConfigOf,
  sinksVariables,
} from './sinks/sinks-config';
import type { SinksConfig } from './sinks/sinks-config';

const integer = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const configSchema = z.object({
  /** 0 picks a free port. */
  ETUDE_EDGE_PORT: integer(7070, 0, 65_535),
  /** Own directory of this edge: its log and its last known state. */
  ETUDE_EDGE_DIR: z.string().min(1).default('.etude/edge'),
  ETUDE_BACKEND_URL: z.url().default('http://localhost:7007'),
  ETUDE_EDGE_TOKEN: z.string().default(''),
  ETUDE_LAKE_DIR: z.string().min(1).default('.etude/lake'),
  ETUDE_STATE_POLL_MS: integer(1_000, 50, 3_600_000),
  /** A log file is sealed this long after its first line. */
  ETUDE_SEAL_MS: integer(5_000, 50, 3_600_000),
  /** Age of the flag state from which answers say that they are stale. */
  ETUDE_STATE_STALE_MS: integer(300_000, 1_000, 86_400_000),
  /** Ed25519 key in PEM that the flag state must be signed for. */
  ETUDE_STATE_PUBLIC_KEY: z.string().default(''),
  /** How long an assignment is not logged again; 0 logs every one. */
  ETUDE_DEDUPE_SECONDS: integer(120, 0, 3_600),
  /** Requests per second and credential; 0 sets no bound. */
  ETUDE_RATE_LIMIT: integer(0, 0, 1_000_000),
  ETUDE_MAX_CONNECTIONS: integer(10_000, 1, 1_000_000),
  /** Clients that may listen for changes; 0 offers no streams. */
  ETUDE_MAX_STREAMS: integer(1_000, 0, 100_000),
  /** Where sticky assignments are kept: with all edges, or with this one. */
  ETUDE_MATERIALIZATIONS: z.enum(['portal', 'local']).default('portal'),
  /** How long a resolve waits for sticky assignments of the portal. */
  ETUDE_MATERIALIZATIONS_WAIT_MS: integer(50, 1, 5_000),
  /** When set, `/metrics` asks for it. */
  ETUDE_METRICS_TOKEN: z.string().default(''),
  /** `on`: spans for the OpenTelemetry SDK that is loaded beforehand. */
  ETUDE_TRACES: z.enum(['on', 'off']).default('off'),
  /** Pause between two reports to the portal; 0 sends none. */
  ETUDE_REPORT_MS: integer(30_000, 0, 3_600_000),
  /** Hex keys of resolve tokens; the first seals, all of them open. */
  ETUDE_TOKEN_KEYS: z.string().default(''),
  /** Hex key of the `.enc` state for local resolvers. */
  ETUDE_STATE_ENCRYPTION_KEY: z.string().default(''),
  /** `off` offers no gRPC; left out, it is two above ETUDE_EDGE_PORT. */
  ETUDE_EDGE_GRPC_PORT: z
    .union([z.literal('off'), z.coerce.number().int().min(0).max(65_535)])
    .optional(),
  /** Files in PEM; both or neither, then gRPC has no TLS. */
  ETUDE_EDGE_GRPC_TLS_CERT: z.string().min(1).optional(),
  ETUDE_EDGE_GRPC_TLS_KEY: z.string().min(1).optional(),
  /** With it gRPC asks clients for certificates. */
  ETUDE_EDGE_GRPC_TLS_CLIENT_CA: z.string().min(1).optional(),
  /** Pause of the compactor between two passes. */
  ETUDE_COMPACT_MS: integer(1_000, 50, 3_600_000),
  /** Days that the lake keeps; without it, all. */
  ETUDE_LAKE_RETENTION_DAYS: z.coerce.number().int().min(1).optional(),
  /** Days after which what unused refreshes keep is removed. */
  ETUDE_LAKE_STATE_DAYS: integer(30, 1, 3650),
  /** Threads of the compactor's engine; left out, half of the cores. */
  ETUDE_COMPACT_THREADS: z.coerce.number().int().min(1).max(64).optional(),
  ...sinksVariables,
});

type Variables = z.infer<typeof configSchema>;

/** How the edge and the compactor are set up. */
export type EdgeConfig = {
  readonly port: number;
  readonly edgeDir: string;
  readonly backendUrl: string;
  readonly token: string;
  readonly lakeDir: string;
  readonly statePollMs: number;
  readonly stateStaleMs: number;
  readonly statePublicKey: string;
  readonly sealMs: number;
  readonly dedupeSeconds: number;
  readonly rateLimit: number;
  readonly maxConnections: number;
  readonly maxStreams: number;
  readonly metricsToken: string;
  readonly reportMs: number;
  readonly hasTraces: boolean;
  readonly confidence: ConfidenceConfig;
  readonly materializations: MaterializationsConfig;
  readonly compactMs: number;
  /** Null leaves it to the machine. */
  readonly compactThreads: number | null;
  readonly retentionDays: number | null;
  /** Of what refreshes keep and nobody used since. */
  readonly unusedStateDays: number;
  readonly sinks: SinksConfig;
};

const GRPC_OFFSET = 2;

/** Edges on one machine, and those on a free port, do not meet at gRPC. */
const grpcPortOf = ({
  ETUDE_EDGE_PORT: port,
  ETUDE_EDGE_GRPC_PORT: grpcPort,
}: Variables): number | null => {
  if (grpcPort !== undefined) return grpcPort === 'off' ? null : grpcPort;
  const next = port + GRPC_OFFSET;
  return port === 0 || next > 65_535 ? 0 : next;
};

/** A certificate without its key is a mistake, not gRPC without TLS. */
const requireTlsPair = (data: Variables, context: z.RefinementCtx): void => {
  const pair = ['ETUDE_EDGE_GRPC_TLS_CERT', 'ETUDE_EDGE_GRPC_TLS_KEY'] as const;
  const missing = pair.filter(name => data[name] === undefined);
  const isWithoutTls =
    missing.length === pair.length &&
    data.ETUDE_EDGE_GRPC_TLS_CLIENT_CA === undefined;
  if (missing.length === 0 || isWithoutTls) return;
  const message = 'needed together with the other files of gRPC over TLS';
  for (const name of missing) {
    context.addIssue({ code: 'custom', path: [name], message });
  }
};

const grpcTlsOf = ({
  ETUDE_EDGE_GRPC_TLS_CERT: certFile,
  ETUDE_EDGE_GRPC_TLS_KEY: keyFile,
  ETUDE_EDGE_GRPC_TLS_CLIENT_CA: clientCaFile,
}: Variables): GrpcTls | null =>
  certFile === undefined || keyFile === undefined
    ? null
    : { certFile, keyFile, clientCaFile: clientCaFile ?? null };

/**
 * The configuration in environment variables.
 *
 * @throws ETUDE_CONFIG_INVALID naming every variable that is wrong.
 */
export const readEdgeConfig = (
  env: Readonly<Record<string, string | undefined>>,
): EdgeConfig => {
  const parsed = configSchema
    .superRefine(requireSinkVariables)
    .superRefine(requireTlsPair)
    .safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      code: 'ETUDE_CONFIG_INVALID',
      path: path.join('.'),
      message: `${path.join('.')}: ${message}`,
    }));
    throw new EtudeError(
      `The environment is not a valid configuration. ${problems.map(({ message }) => message).join('. ')}. Correct the variables and start again.`,
      { code: 'ETUDE_CONFIG_INVALID', kind: 'user', problems },
    );
  }
  const { data } = parsed;
  return {
    port: data.ETUDE_EDGE_PORT,
    edgeDir: data.ETUDE_EDGE_DIR,
    backendUrl: data.ETUDE_BACKEND_URL.replace(/\/+$/, ''),
    token: data.ETUDE_EDGE_TOKEN,
    lakeDir: data.ETUDE_LAKE_DIR,
    statePollMs: data.ETUDE_STATE_POLL_MS,
    stateStaleMs: data.ETUDE_STATE_STALE_MS,
    // A key in one line, as many environments want it.
    statePublicKey: data.ETUDE_STATE_PUBLIC_KEY.replaceAll('\\n', '\n'),
    sealMs: data.ETUDE_SEAL_MS,
    dedupeSeconds: data.ETUDE_DEDUPE_SECONDS,
    rateLimit: data.ETUDE_RATE_LIMIT,
    maxConnections: data.ETUDE_MAX_CONNECTIONS,
    maxStreams: data.ETUDE_MAX_STREAMS,
    metricsToken: data.ETUDE_METRICS_TOKEN,
    reportMs: data.ETUDE_REPORT_MS,
    hasTraces: data.ETUDE_TRACES === 'on',
    confidence: {
      tokenKeys: data.ETUDE_TOKEN_KEYS,
      stateEncryptionKey: data.ETUDE_STATE_ENCRYPTION_KEY,
      grpcPort: grpcPortOf(data),
      grpcTls: grpcTlsOf(data),
    },
    materializations: {
      kept: data.ETUDE_MATERIALIZATIONS,
      waitMs: data.ETUDE_MATERIALIZATIONS_WAIT_MS,
    },
    compactMs: data.ETUDE_COMPACT_MS,
    compactThreads: data.ETUDE_COMPACT_THREADS ?? null,
    retentionDays: data.ETUDE_LAKE_RETENTION_DAYS ?? null,
    unusedStateDays: data.ETUDE_LAKE_STATE_DAYS,
    sinks: sinksConfigOf(data),
  };
};
