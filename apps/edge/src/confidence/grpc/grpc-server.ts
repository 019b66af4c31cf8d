import { once } from 'node:events';
import { createServer } from 'node:net';
import { Server, status } from '@grpc/grpc-js';
import type {
  MethodDefinition,
  ServiceDefinition,
  UntypedServiceImplementation,
  handleUnaryCall,
} from '@grpc/grpc-js';
import { WIRE_REFUSALS } from '../wire-result';
import { secretOfAuthorization } from '../wire-session';
import type { WireDeps } from '../wire-session';
import { GRPC_SERVICES } from './grpc-methods';
import type { GrpcMethod } from './grpc-methods';
import { grpcCredentials } from './grpc-tls';
import type { GrpcTls } from './grpc-tls';
import type { StartCallSpan } from './grpc-tracing';

/** Told of every call: the HTTP status of its twin, and how long it took. */
export type CountCall = (
  method: string,
  status: number,
  seconds: number,
) => void;

/** What a gRPC server is made of. */
export type GrpcServerOptions = {
  readonly deps: WireDeps;
  /** Null for none, as behind a proxy. */
  readonly tls: GrpcTls | null;
  /** Connections at once; more are turned away. */
  readonly maxConnections: number;
  readonly count: CountCall;
  /** Null traces no calls. */
  readonly startSpan: StartCallSpan | null;
  /** Told of failures inside the edge. */
  readonly onError: (error: unknown) => void;
};

/** The wire over gRPC. */
export type GrpcServer = {
  /** Listens on a port, 0 for a free one; gives the port. */
  readonly start: (port: number) => Promise<number>;
  /** Finishes what is in flight. */
  readonly stop: () => Promise<void>;
};

const MAX_MESSAGE_BYTES = 2 * 1024 * 1024;
/** Calls at once on one connection; a client makes others wait. */
const MAX_STREAMS = 100;
/** A connection without calls is closed; clients open another when needed. */
const IDLE_MS = 300_000;
const DRAIN_MS = 10_000;

/** How a call ended: over HTTP, and over gRPC. */
type Ending = { readonly status: number; readonly code: number };
const SUCCEEDED: Ending = { status: 200, code: status.OK };
const FAILED: Ending = { status: 500, code: status.INTERNAL };

// Messages are decoded by the methods, which refuse what is none.
const unchanged = (bytes: Buffer): Buffer => bytes;

const definitionOf = (path: string): MethodDefinition<Buffer, Buffer> => ({
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: unchanged,
  requestDeserialize: unchanged,
  responseSerialize: unchanged,
  responseDeserialize: unchanged,
});

type Handling = Pick<
  GrpcServerOptions,
  'count' | 'deps' | 'onError' | 'startSpan'
>;

/** A method of a service. */
type NamedMethod = {
  readonly service: string;
  readonly name: string;
  readonly method: GrpcMethod;
};

const handlerOf =
  (
    { service, name, method }: NamedMethod,
    { deps, count, onError, startSpan }: Handling,
  ): handleUnaryCall<Buffer, Buffer> =>
  (call, callback) => {
    const startedAt = performance.now();
    const endSpan = startSpan?.(service, name, call.metadata);
    const ended = ({ status: twin, code }: Ending) => {
      count(name, twin, (performance.now() - startedAt) / 1000);
      endSpan?.(code);
    };
    const [authorization] = call.metadata.get('authorization');
    const secret = secretOfAuthorization(authorization?.toString());
    method({ bytes: call.request, secret }, deps).then(
      result => {
        if (result.ok) {
          ended(SUCCEEDED);
          return callback(null, result.value);
        }
        const { kind, message } = result.failure;
        const refusal = WIRE_REFUSALS[kind];
        ended(refusal);
        return callback({ code: refusal.code, details: message });
      },
      (error: unknown) => {
        ended(FAILED);
        onError(error);
        const details = 'The edge failed on this call.';
        callback({ code: FAILED.code, details });
      },
    );
  };

const addServices = (server: Server, handling: Handling): void => {
  for (const [service, methods] of Object.entries(GRPC_SERVICES)) {
    const definition: Record<string, MethodDefinition<Buffer, Buffer>> = {};
    const handlers: UntypedServiceImplementation = {};
    for (const [name, method] of Object.entries(methods)) {
      definition[name] = definitionOf(`/${service}/${name}`);
      handlers[name] = handlerOf({ service, name, method }, handling);
    }
    const complete: ServiceDefinition = definition;
    server.addService(complete, handlers);
  }
};

/**
 * The gRPC twins of the wire's endpoints, for the Java SDK and the local
 * resolvers.
 */
export const createGrpcServer = (options: GrpcServerOptions): GrpcServer => {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_concurrent_streams': MAX_STREAMS,
    'grpc.max_connection_idle_ms': IDLE_MS,
  });
  addServices(server, options);
  // The library has no bound on connections: it is given those of a server
  // that has.
  const listener = createServer({ noDelay: true });
  listener.maxConnections = options.maxConnections;
  return {
    start: async port => {
      const credentials = await grpcCredentials(options.tls);
      const injector = server.createConnectionInjector(credentials);
      listener.on('connection', socket => injector.injectConnection(socket));
      listener.listen(port, '0.0.0.0');
      await once(listener, 'listening');
      const address = listener.address();
      return typeof address === 'object' && address ? address.port : port;
    },
    stop: () =>
      new Promise(resolve => {
        listener.close();
        const deadline = setTimeout(() => server.forceShutdown(), DRAIN_MS);
        server.tryShutdown(() => {
          clearTimeout(deadline);
          resolve();
        });
      }),
  };
};
