import { Server, ServerCredentials, status } from '@grpc/grpc-js';
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

/** The wire over gRPC, without TLS as behind a proxy. */
export type GrpcServer = {
  /** Listens on a port, 0 for a free one; gives the port. */
  readonly start: (port: number) => Promise<number>;
  /** Finishes what is in flight. */
  readonly stop: () => Promise<void>;
};

const MAX_MESSAGE_BYTES = 2 * 1024 * 1024;
const DRAIN_MS = 10_000;

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

const handlerOf =
  (
    method: GrpcMethod,
    deps: WireDeps,
    onError: (error: unknown) => void,
  ): handleUnaryCall<Buffer, Buffer> =>
  (call, callback) => {
    const [authorization] = call.metadata.get('authorization');
    const secret = secretOfAuthorization(authorization?.toString());
    method({ bytes: call.request, secret }, deps).then(
      result => {
        if (result.ok) return callback(null, result.value);
        const { kind, message } = result.failure;
        return callback({ code: WIRE_REFUSALS[kind].code, details: message });
      },
      (error: unknown) => {
        onError(error);
        const details = 'The edge failed on this call.';
        callback({ code: status.INTERNAL, details });
      },
    );
  };

const addServices = (
  server: Server,
  deps: WireDeps,
  onError: (error: unknown) => void,
): void => {
  for (const [name, methods] of Object.entries(GRPC_SERVICES)) {
    const definition: Record<string, MethodDefinition<Buffer, Buffer>> = {};
    const handlers: UntypedServiceImplementation = {};
    for (const [method, answer] of Object.entries(methods)) {
      definition[method] = definitionOf(`/${name}/${method}`);
      handlers[method] = handlerOf(answer, deps, onError);
    }
    const service: ServiceDefinition = definition;
    server.addService(service, handlers);
  }
};

/**
 * The gRPC twins of the wire's endpoints, for the Java SDK and the local
 * resolvers. `onError` is told of failures inside the edge.
 */
export const createGrpcServer = (
  deps: WireDeps,
  onError: (error: unknown) => void,
): GrpcServer => {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  });
  addServices(server, deps, onError);
  return {
    start: port =>
      new Promise((resolve, reject) => {
        const credentials = ServerCredentials.createInsecure();
        server.bindAsync(`0.0.0.0:${port}`, credentials, (error, bound) => {
          if (error) reject(error);
          else resolve(bound);
        });
      }),
    stop: () =>
      new Promise(resolve => {
        const deadline = setTimeout(() => server.forceShutdown(), DRAIN_MS);
        server.tryShutdown(() => {
          clearTimeout(deadline);
          resolve();
        });
      }),
  };
};
