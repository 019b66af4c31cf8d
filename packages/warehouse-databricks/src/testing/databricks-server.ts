import type { TranslatedEngine } from '@etude/warehouse/testing';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { thriftService } from './thrift-service';

type Constructor = new (...args: readonly unknown[]) => unknown;

/** The parts of `thrift` and of the client's generated code that serve. */
type ThriftParts = {
  readonly thrift: {
    readonly TBinaryProtocol: Constructor;
    readonly TBufferedTransport: Constructor & {
      receiver(use: (transport: unknown) => void): (data: Buffer) => void;
    };
  };
  readonly service: {
    readonly Processor: new (handler: unknown) => {
      process(input: unknown, output: unknown): void;
    };
  };
  readonly types: Readonly<Record<string, new (fields: unknown) => unknown>>;
};

export const HTTP_PATH = '/sql/1.0/warehouses/abc';
export const TOKEN = 'dapi-token-of-the-test';

/** An answer before the service's own: an HTTP status, or none at all. */
export type Intercept = () => number | 'silence' | null;

type Handler = (request: never) => Promise<unknown>;

const RESPONSES: Readonly<Record<string, string>> = {
  OpenSession: 'TOpenSessionResp',
  CloseSession: 'TCloseSessionResp',
  ExecuteStatement: 'TExecuteStatementResp',
  GetOperationStatus: 'TGetOperationStatusResp',
  GetResultSetMetadata: 'TGetResultSetMetadataResp',
  FetchResults: 'TFetchResultsResp',
  CancelOperation: 'TCancelOperationResp',
  CloseOperation: 'TCloseOperationResp',
};

/** The service with its answers as the structures that the processor writes. */
const typedHandlers = (
  handlers: Readonly<Record<string, Handler>>,
  types: ThriftParts['types'],
) =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      async (request: never) => {
        const Response = types[RESPONSES[name] ?? ''];
        if (Response === undefined) throw new Error(`no answer of ${name}`);
        return new Response(await handle(request));
      },
    ]),
  );

/**
 * A server that speaks as much of the Thrift protocol of Databricks as the
 * driver uses, over TLS. Queries are answered by `engine`.
 */
export const startDatabricksServer = async (
  engine: TranslatedEngine,
  requireClient: NodeJS.Require,
  tls: { readonly key: string; readonly cert: string },
) => {
  const parts: ThriftParts = {
    thrift: requireClient('thrift') as ThriftParts['thrift'],
    service: requireClient(
      '@databricks/sql/thrift/TCLIService.js',
    ) as ThriftParts['service'],
    types: requireClient(
      '@databricks/sql/thrift/TCLIService_types.js',
    ) as ThriftParts['types'],
  };
  const { TBinaryProtocol, TBufferedTransport } = parts.thrift;
  const statements: string[] = [];
  let intercept: Intercept = () => null;
  const processor = new parts.service.Processor(
    typedHandlers(thriftService(engine, statements), parts.types),
  );

  const answer = (body: Buffer): Promise<Buffer> =>
    new Promise(resolve => {
      TBufferedTransport.receiver(transport => {
        processor.process(
          new TBinaryProtocol(transport),
          new TBinaryProtocol(new TBufferedTransport(undefined, resolve)),
        );
      })(body);
    });

  const server = createServer(tls, (request, response) => {
    void buffer(request).then(async body => {
      const early = intercept();
      if (early === 'silence') return;
      const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
      const status = early ?? (isKnown ? 200 : 401);
      response.writeHead(status, { 'content-type': 'application/x-thrift' });
      response.end(status === 200 ? await answer(body) : '');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    /** Everything that was sent to be executed. */
    statements,
    intercept: (with_: Intercept) => {
      intercept = with_;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
