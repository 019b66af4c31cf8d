import { EtudeError } from '@etude/kernel';
import type { EdgeTools } from '../edge-tools';
import type { EventChecks } from '../event-checks/event-checks';
import type { EdgeRoutes } from '../http-message';
import { confidenceRoutes } from './confidence-routes';
import { createGrpcServer } from './grpc/grpc-server';
import type { CountCall } from './grpc/grpc-server';
import type { GrpcTls } from './grpc/grpc-tls';
import { startCallSpan } from './grpc/grpc-tracing';
import type { TokenCipher } from './resolve-token/token-cipher';

/** How the Confidence wire is set up. */
export type ConfidenceConfig = {
  /** Hex keys of resolve tokens, separated by commas; may be empty. */
  readonly tokenKeys: string;
  /** Hex key of `.enc` states; empty offers none. */
  readonly stateEncryptionKey: string;
  /** Port of gRPC, 0 for a free one; null offers none. */
  readonly grpcPort: number | null;
  /** Null for gRPC without TLS. */
  readonly grpcTls: GrpcTls | null;
};

/** What the wire needs of the edge that it is part of. */
export type ConfidenceWireOptions = {
  readonly config: ConfidenceConfig;
  readonly tools: EdgeTools;
  readonly tokens: TokenCipher;
  readonly eventChecks: EventChecks;
  /** Connections of gRPC at once. */
  readonly maxConnections: number;
  /** Told of every call over gRPC. */
  readonly countCall: CountCall;
  /** Gives calls over gRPC spans. */
  readonly hasTraces: boolean;
  /** Told of failures inside the edge. */
  readonly onError: (error: unknown) => void;
};

/** The Confidence wire of a running edge. */
export type ConfidenceWire = {
  readonly routes: EdgeRoutes;
  /** Starts gRPC; gives its port, or null when it is off. */
  readonly start: () => Promise<number | null>;
  /** Finishes the calls in flight. */
  readonly stop: () => Promise<void>;
};

const HEX_KEY = /^[0-9a-f]{64}$/i;

const stateKeyOf = (text: string): Uint8Array | null => {
  if (text === '') return null;
  if (HEX_KEY.test(text)) return Buffer.from(text, 'hex');
  throw new EtudeError(
    'ETUDE_STATE_ENCRYPTION_KEY is not 64 hex digits. Make one with "openssl rand -hex 32".',
    { code: 'ETUDE_CONFIG_INVALID', kind: 'user' },
  );
};

/**
 * Builds the wire around an edge's tools: the routes for its HTTP server and a
 * gRPC server of its own.
 *
 * @throws ETUDE_CONFIG_INVALID
 */
export const openConfidenceWire = ({
  config,
  tools,
  tokens,
  eventChecks,
  maxConnections,
  countCall,
  hasTraces,
  onError,
}: ConfidenceWireOptions): ConfidenceWire => {
  const stateKey = stateKeyOf(config.stateEncryptionKey);
  const deps = { ...tools, tokens, eventChecks, stateKey };
  const grpc = createGrpcServer({
    deps,
    tls: config.grpcTls,
    maxConnections,
    count: countCall,
    startSpan: hasTraces ? startCallSpan : null,
    onError,
  });
  return {
    routes: confidenceRoutes(deps),
    start: async () =>
      config.grpcPort === null ? null : grpc.start(config.grpcPort),
    stop: async () => {
      if (config.grpcPort !== null) await grpc.stop();
    },
  };
};
