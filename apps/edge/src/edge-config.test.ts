import { describe, expect, it } from 'vitest';
import { readEdgeConfig } from './edge-config';

describe('readEdgeConfig', () => {
  it('reads the variables', () => {
    expect(
      readEdgeConfig({
        ETUDE_EDGE_PORT: '8080',
        ETUDE_EDGE_DIR: '/data/edge',
        ETUDE_BACKEND_URL: 'https://portal.example/',
        ETUDE_SEAL_MS: '250',
      }),
    ).toMatchObject({
      port: 8080,
      edgeDir: '/data/edge',
      backendUrl: 'https://portal.example',
      sealMs: 250,
      statePollMs: 1_000,
    });
  });

  it('names every variable that is wrong', () => {
    expect(() =>
      readEdgeConfig({
        ETUDE_EDGE_PORT: 'seven',
        ETUDE_BACKEND_URL: 'portal',
        ETUDE_SEAL_MS: '-1',
      }),
    ).toThrow(/ETUDE_EDGE_PORT.*ETUDE_BACKEND_URL.*ETUDE_SEAL_MS/s);
  });

  it('wants both files of gRPC over TLS, or none at all', () => {
    const files = {
      ETUDE_EDGE_GRPC_TLS_CERT: '/tls/edge.pem',
      ETUDE_EDGE_GRPC_TLS_KEY: '/tls/edge.key',
    };
    const certFile = files.ETUDE_EDGE_GRPC_TLS_CERT;
    const keyFile = files.ETUDE_EDGE_GRPC_TLS_KEY;
    const { confidence } = readEdgeConfig(files);
    expect(confidence.grpcTls).toEqual({
      certFile,
      keyFile,
      clientCaFile: null,
    });
    expect(readEdgeConfig({}).confidence.grpcTls).toBeNull();
    expect(() =>
      readEdgeConfig({ ETUDE_EDGE_GRPC_TLS_CERT: certFile }),
    ).toThrow('ETUDE_EDGE_GRPC_TLS_KEY: needed');
    expect(() =>
      readEdgeConfig({ ETUDE_EDGE_GRPC_TLS_CLIENT_CA: certFile }),
    ).toThrow('ETUDE_EDGE_GRPC_TLS_CERT: needed');
  });
});
