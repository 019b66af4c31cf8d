import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { EtudeError } from '@etude/kernel';
import { ServerCredentials } from '@grpc/grpc-js';

/** Files in PEM that gRPC shows its clients; read at the start. */
export type GrpcTls = {
  /** The certificate, then those that lead to its root. */
  readonly certFile: string;
  readonly keyFile: string;
  /**
   * Certificates of those who may issue certificates of clients; null lets
   * clients in without one.
   */
  readonly clientCaFile: string | null;
};

const invalid = (variable: string, file: string, cause: unknown): EtudeError =>
  new EtudeError(
    `${variable} names '${file}', which cannot be used: ${cause instanceof Error ? cause.message : String(cause)}. Name a readable file in PEM, or leave out all ETUDE_EDGE_GRPC_TLS_… for gRPC without TLS.`,
    { code: 'ETUDE_CONFIG_INVALID', kind: 'user', cause },
  );

const readPem = async <T>(
  variable: string,
  file: string,
  parse: (pem: Buffer) => T,
): Promise<{ readonly pem: Buffer; readonly parsed: T }> => {
  try {
    const pem = await readFile(file);
    return { pem, parsed: parse(pem) };
  } catch (error) {
    throw invalid(variable, file, error);
  }
};

/**
 * What a gRPC server identifies itself with: nothing when `tls` is null, as
 * behind a proxy that ends TLS.
 *
 * @throws ETUDE_CONFIG_INVALID when a file cannot be read, or when the key is
 * that of another certificate. No message holds what is in a file.
 */
export const grpcCredentials = async (
  tls: GrpcTls | null,
): Promise<ServerCredentials> => {
  if (tls === null) return ServerCredentials.createInsecure();
  const cert = await readPem(
    'ETUDE_EDGE_GRPC_TLS_CERT',
    tls.certFile,
    pem => new X509Certificate(pem),
  );
  const key = await readPem(
    'ETUDE_EDGE_GRPC_TLS_KEY',
    tls.keyFile,
    createPrivateKey,
  );
  if (!cert.parsed.checkPrivateKey(key.parsed)) {
    const mismatch = new Error(
      `it is not the key of the certificate in '${tls.certFile}'`,
    );
    throw invalid('ETUDE_EDGE_GRPC_TLS_KEY', tls.keyFile, mismatch);
  }
  const pair = { cert_chain: cert.pem, private_key: key.pem };
  if (tls.clientCaFile === null) {
    return ServerCredentials.createSsl(null, [pair]);
  }
  const clientCa = await readPem(
    'ETUDE_EDGE_GRPC_TLS_CLIENT_CA',
    tls.clientCaFile,
    pem => new X509Certificate(pem),
  );
  return ServerCredentials.createSsl(clientCa.pem, [pair], true);
};
