import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, Metadata, credentials, status } from '@grpc/grpc-js';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';
import { jsonOfStruct, structMessageOf } from '../proto/struct';
import { timestampMessage } from '../proto/timestamp';
import { wireMessage } from '../proto/wire-types';
import { APP_SECRET, BROWSER_SECRET, wireState } from '../testing/wire-state';
import { WIRE_NOW, wireUnderTest } from '../testing/wire-under-test';
import type { WireUnderTest } from '../testing/wire-under-test';
import type { WireDeps } from '../wire-session';
import { forgetSpans, recordSpans } from '../../testing/recorded-spans';
import { createGrpcServer } from './grpc-server';
import type { GrpcTls } from './grpc-tls';
import type { GrpcServer, GrpcServerOptions } from './grpc-server';
import { startCallSpan } from './grpc-tracing';

const RESOLVER = 'confidence.flags.resolver.v1';
const LOGGER = 'InternalFlagLoggerService';

let under: WireUnderTest;
let server: GrpcServer;
let client: Client;
const failures: unknown[] = [];
/** Calls, with the HTTP status of their twins. */
const counted: string[] = [];

const grpcServer = (options: Partial<GrpcServerOptions> = {}): GrpcServer =>
  createGrpcServer({
    deps: under.deps,
    tls: null,
    maxConnections: 100,
    count: (method, twin) => counted.push(`${method} ${twin}`),
    startSpan: null,
    onError: error => failures.push(error),
    ...options,
  });

beforeEach(async () => {
  counted.length = 0;
  under = wireUnderTest({ state: wireState() });
  server = grpcServer();
  const port = await server.start(0);
  client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});
afterEach(async () => {
  client.close();
  await server.stop();
  expect(failures).toEqual([]);
});

const unchanged = (bytes: Buffer): Buffer => bytes;

const call = (
  path: string,
  bytes: Buffer,
  authorization?: string,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const metadata = new Metadata();
    if (authorization) metadata.set('authorization', authorization);
    client.makeUnaryRequest(
      path,
      unchanged,
      unchanged,
      bytes,
      metadata,
      (error, answer) =>
        error ? reject(error) : resolve(answer ?? Buffer.of()),
    );
  });

const decoded = (name: string, bytes: Buffer): JsonBody => {
  const read = wireMessage(name).decode(bytes);
  return read.ok ? read.value : {};
};

const resolve = async (rest: JsonBody = {}): Promise<JsonBody> => {
  const request = wireMessage(`${RESOLVER}.ResolveFlagsRequest`).encode({
    clientSecret: APP_SECRET,
    evaluationContext: structMessageOf({ targeting_key: 'user-1' }),
    flags: ['flags/plain', 'flags/sweden'],
    ...rest,
  });
  const path = `/${RESOLVER}.FlagResolverService/ResolveFlags`;
  return decoded(`${RESOLVER}.ResolveFlagsResponse`, await call(path, request));
};

const apply = (resolveToken: unknown, flag: string) => {
  const time = timestampMessage(new Date(WIRE_NOW));
  const request = wireMessage(`${RESOLVER}.ApplyFlagsRequest`).encode({
    clientSecret: APP_SECRET,
    resolveToken,
    sendTime: time,
    flags: [{ flag, applyTime: time }],
  });
  return call(`/${RESOLVER}.FlagResolverService/ApplyFlags`, request);
};

describe('gRPC', () => {
  it('resolves as HTTP does', async () => {
    const { resolvedFlags, resolveToken } = await resolve();
    expect(resolvedFlags).toMatchObject([
      {
        flag: 'flags/plain',
        variant: 'flags/plain/variants/on',
        reason: 1,
        shouldApply: true,
        assignmentOrigin: 'flags/plain/rules/r',
        flagSchema: { schema: { limit: { intSchema: {} } } },
      },
      { flag: 'flags/sweden', variant: '', value: null, reason: 2 },
    ]);
    const [first]: unknown[] = Array.isArray(resolvedFlags)
      ? resolvedFlags
      : [];
    expect(jsonOfStruct(isJsonBody(first) ? first['value'] : null)).toEqual({
      color: 'green',
      enabled: null,
      limit: 4,
      ratio: null,
      layout: { columns: 2, title: null },
    });
    expect(resolveToken).not.toHaveLength(0);
  });

  it('applies a token of either wire, once', async () => {
    const { resolveToken } = await resolve();
    expect(await apply(resolveToken, 'flags/plain')).toHaveLength(0);
    expect(await apply(resolveToken, 'flags/plain')).toHaveLength(0);
    expect(under.lines).toMatchObject([{ flag: 'plain', variant: 'on' }]);
    await expect(apply(resolveToken, 'flags/sweden')).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  it('logs at once with apply', async () => {
    const { resolveToken } = await resolve({ apply: true });
    expect(resolveToken).toHaveLength(0);
    expect(under.lines).toMatchObject([{ flag: 'plain' }]);
  });

  it('gives Android what it can read', async () => {
    const { resolvedFlags } = await resolve({ flags: [], sdk: { id: 11 } });
    expect(JSON.stringify(resolvedFlags)).not.toContain('listSchema');
  });

  it('publishes events and names the wrong ones by index', async () => {
    const time = timestampMessage(new Date(WIRE_NOW));
    const request = wireMessage('confidence.events.v1.PublishEventsRequest');
    const payload = structMessageOf({
      value: 2,
      context: { targeting_key: 'user-1' },
    });
    const answer = await call(
      '/confidence.events.v1.EventsService/PublishEvents',
      request.encode({
        clientSecret: APP_SECRET,
        sendTime: time,
        events: [
          { eventDefinition: 'no spaces', payload, eventTime: time },
          { eventDefinition: 'eventDefinitions/buy', payload, eventTime: time },
        ],
      }),
    );
    const name = 'confidence.events.v1.PublishEventsResponse';
    expect(decoded(name, answer)).toMatchObject({
      errors: [{ index: 0, reason: 2 }],
    });
    expect(under.lines).toMatchObject([
      { event: 'buy', unit: 'user-1', value: 2, event_time: WIRE_NOW },
    ]);
  });

  it('takes flag logs and materializations from local resolvers', async () => {
    const logs = wireMessage(`${RESOLVER}.WriteFlagLogsRequest`).encode({
      flagAssigned: [
        {
          resolveId: 'r1',
          flags: [{ flag: 'flags/plain', rule: 'flags/plain/rules/r' }],
        },
      ],
    });
    const path = `/${RESOLVER}.${LOGGER}/ClientWriteFlagLogs`;
    await call(path, logs, `ClientSecret ${APP_SECRET}`);
    expect(under.lines).toMatchObject([{ resolve_id: 'r1' }]);
    await expect(
      call(path, logs, `ClientSecret ${BROWSER_SECRET}`),
    ).rejects.toMatchObject({ code: status.PERMISSION_DENIED });

    const record = { unit: 'u', materialization: 'm', rule: 'r', variant: 'v' };
    const write = wireMessage(`${RESOLVER}.WriteOperationsRequest`);
    await call(
      `/${RESOLVER}.${LOGGER}/WriteMaterializedOperations`,
      write.encode({ storeVariantOp: [record] }),
      `ClientSecret ${APP_SECRET}`,
    );
    const read = wireMessage(`${RESOLVER}.ReadOperationsRequest`);
    const { variant: _variant, ...variantReadOp } = record;
    const answer = await call(
      `/${RESOLVER}.${LOGGER}/ReadMaterializedOperations`,
      read.encode({ ops: [{ variantReadOp }] }),
      `ClientSecret ${APP_SECRET}`,
    );
    expect(decoded(`${RESOLVER}.ReadOperationsResult`, answer)).toMatchObject({
      results: [{ variantResult: record }],
    });
  });

  it('refuses unknown secrets without echoing them', async () => {
    const failed = resolve({ clientSecret: 'wr0ng' });
    await expect(failed).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
      details: expect.not.stringContaining('wr0ng') as unknown,
    });
  });

  it('refuses bytes that are no message', async () => {
    const path = `/${RESOLVER}.FlagResolverService/ResolveFlags`;
    const bytes = Buffer.from([0xff, 0xff, 0xff]);
    await expect(call(path, bytes)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  it('is counted as its twins, and has the same bound per credential', async () => {
    const bounded: WireDeps = {
      ...under.deps,
      rateLimit: { take: () => (counted.length < 1 ? 0 : 7) },
    };
    const other = grpcServer({ deps: bounded });
    const port = await other.start(0);
    client.close();
    client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    await resolve();
    await expect(resolve()).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    await expect(resolve({ clientSecret: 'none' })).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
    });
    expect(counted).toEqual([
      'ResolveFlags 200',
      'ResolveFlags 429',
      'ResolveFlags 401',
    ]);
    await other.stop();
  });

  it("gives every call a span that continues the caller's trace", async () => {
    const recorded = recordSpans();
    const traced = grpcServer({ startSpan: startCallSpan });
    const port = await traced.start(0);
    client.close();
    client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    const path = `/${RESOLVER}.FlagResolverService/ResolveFlags`;
    const malformed = call(path, Buffer.from([0xff]), 'caller');
    await expect(malformed).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    forgetSpans();
    expect(recorded).toMatchObject([
      {
        name: 'edge grpc-ResolveFlags',
        options: {
          attributes: {
            'rpc.service': `${RESOLVER}.FlagResolverService`,
            'rpc.method': 'ResolveFlags',
          },
        },
        parent: 'caller',
        attributes: { 'rpc.grpc.status_code': status.INVALID_ARGUMENT },
        isEnded: true,
      },
    ]);
    await traced.stop();
  });

  it('turns connections away past its bound', async () => {
    const other = grpcServer({ maxConnections: 1 });
    const port = await other.start(0);
    const open = connect(port, '127.0.0.1');
    await once(open, 'connect');
    const refused = connect(port, '127.0.0.1');
    refused.on('error', () => undefined);
    await once(refused, 'close');
    expect(open.destroyed).toBe(false);
    open.destroy();
    await other.stop();
  });
});

describe('gRPC over TLS', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'etude-grpc-tls-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const inDir = (name: string) => join(dir, name);

  const certificate = async (name: string): Promise<GrpcTls> => {
    const files = {
      certFile: inDir(`${name}.pem`),
      keyFile: inDir(`${name}.key`),
      clientCaFile: null,
    };
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt'],
      ...['ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', files.keyFile, '-out', files.certFile],
    ]);
    return files;
  };

  /** Expects a server with `tls` to answer one client and no stranger. */
  const expectToAnswer = async (
    tls: GrpcTls,
    known: ChannelCredentials,
    strangers: readonly ChannelCredentials[],
  ): Promise<void> => {
    const secured = grpcServer({ tls });
    const port = await secured.start(0);
    const answerTo = async (trusted: ChannelCredentials) => {
      client.close();
      client = new Client(`localhost:${port}`, trusted);
      const { resolvedFlags } = await resolve();
      return resolvedFlags;
    };
    expect(await answerTo(known)).toMatchObject([
      { flag: 'flags/plain', variant: 'flags/plain/variants/on' },
      { flag: 'flags/sweden' },
    ]);
    for (const stranger of strangers) {
      await expect(answerTo(stranger)).rejects.toMatchObject({
        code: status.UNAVAILABLE,
      });
    }
    await secured.stop();
  };

  it('answers clients that know its certificate, and no others', async () => {
    const tls = await certificate('edge');
    const root = await readFile(tls.certFile);
    await expectToAnswer(tls, credentials.createSsl(root), [
      credentials.createInsecure(),
      credentials.createSsl(),
    ]);
  });

  it('asks clients for certificates of an authority, if it is given one', async () => {
    const edge = await certificate('edge');
    const root = await readFile(edge.certFile);
    const [known, stranger] = await Promise.all(
      ['known', 'stranger'].map(async name => {
        const { certFile, keyFile } = await certificate(name);
        const [key, chain] = await Promise.all(
          [keyFile, certFile].map(file => readFile(file)),
        );
        return credentials.createSsl(root, key, chain);
      }),
    );
    if (!known || !stranger) throw new Error('No certificates were made.');
    await expectToAnswer({ ...edge, clientCaFile: inDir('known.pem') }, known, [
      credentials.createSsl(root),
      stranger,
    ]);
  });

  it('does not start with files that are none, nor with those of others', async () => {
    const one = await certificate('one');
    const other = await certificate('other');
    const startWith = (tls: GrpcTls) => grpcServer({ tls }).start(0);
    for (const [tls, variable] of [
      [{ ...one, certFile: inDir('missing') }, 'ETUDE_EDGE_GRPC_TLS_CERT'],
      [{ ...one, certFile: one.keyFile }, 'ETUDE_EDGE_GRPC_TLS_CERT'],
      [{ ...one, keyFile: one.certFile }, 'ETUDE_EDGE_GRPC_TLS_KEY'],
      [{ ...one, keyFile: other.keyFile }, 'not the key of the certificate'],
      [{ ...one, clientCaFile: one.keyFile }, 'ETUDE_EDGE_GRPC_TLS_CLIENT_CA'],
    ] as const) {
      await expect(startWith(tls)).rejects.toMatchObject({
        code: 'ETUDE_CONFIG_INVALID',
        message: expect.stringContaining(variable) as unknown,
      });
    }
  });
});
