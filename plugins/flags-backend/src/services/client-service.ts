import { createHash, randomBytes } from 'node:crypto';
import type { Clock, EtudeError } from '@etude/kernel';
import type {
  ClientRecord,
  IssuedCredential,
  RotateCredential,
  createClientSchema,
  createCredentialSchema,
} from '@etude/plugin-flags-common';
import type { z } from 'zod';
import type { StoredClient, StoredCredential } from '../stores/client-store';
import type { Stores } from '../stores/stores';
import { idTaken, notFound, refusal } from './refusals';
import type { WriteState } from './write-state';

type NewClient = z.output<typeof createClientSchema>;
type NewCredential = z.output<typeof createCredentialSchema>;

export type ServiceDependencies = {
  readonly stores: Stores;
  readonly writeState: WriteState;
  readonly clock: Clock;
};

// 24 bytes are 32 URL-safe characters.
const newSecret = (): string =>
  `etude_${randomBytes(24).toString('base64url')}`;

const newCredentialId = (): string => randomBytes(8).toString('hex');

const credentialRecordOf = ({
  secretHash: _secret,
  ...credential
}: StoredCredential) => credential;

/** A client as people may see it, without the hashes of its secrets. */
export const clientRecordOf = (client: StoredClient): ClientRecord => ({
  ...client,
  credentials: client.credentials.map(credentialRecordOf),
});

const HOUR_MS = 3_600_000;

type CredentialPlace = {
  readonly clientId: string;
  readonly credentialId: string;
};

type NewSecret = {
  readonly credential: StoredCredential;
  readonly secret: string;
};

const newCredential = (
  input: NewCredential,
  by: string,
  now: Date,
): NewSecret => {
  const secret = newSecret();
  return {
    secret,
    credential: {
      ...input,
      id: newCredentialId(),
      secretHash: createHash('sha256').update(secret).digest('hex'),
      revokedAt: null,
      expiresAt: null,
      createdAt: now.toISOString(),
      createdBy: by,
    },
  };
};

const issuedOf = ({ credential, secret }: NewSecret): IssuedCredential => ({
  credential: credentialRecordOf(credential),
  secret,
});

/** True while a credential may be used: neither revoked nor expired. */
export const isValidAt = (
  { revokedAt, expiresAt }: Pick<StoredCredential, 'revokedAt' | 'expiresAt'>,
  now: Date,
): boolean =>
  revokedAt === null &&
  (expiresAt === null || Date.parse(expiresAt) > now.getTime());

const credentialIn = async (
  tx: Stores,
  { clientId, credentialId }: CredentialPlace,
): Promise<StoredCredential> => {
  const client = await tx.clients.get(clientId);
  const credential = client?.credentials.find(({ id }) => id === credentialId);
  if (!credential) throw notFound('credential', credentialId);
  return credential;
};

const notValid = (credentialId: string): EtudeError =>
  refusal(`Credential '${credentialId}' cannot be rotated`, [
    {
      code: 'ETUDE_FLAGS_CREDENTIAL_OVER',
      message:
        'It is revoked or has expired, so there is nothing to go on beside the new one. Issue a new credential.',
    },
  ]);

const clientUseCases = ({
  stores,
  writeState,
  clock,
}: ServiceDependencies) => ({
  /** All clients, by id. */
  async list(): Promise<ClientRecord[]> {
    return (await stores.clients.list()).map(clientRecordOf);
  },

  /** One client; throws ETUDE_FLAGS_NOT_FOUND. */
  async get(id: string): Promise<StoredClient> {
    const client = await stores.clients.get(id);
    if (!client) throw notFound('client', id);
    return client;
  },

  /** A new client without credentials; throws ETUDE_FLAGS_ID_CONFLICT. */
  async create(client: NewClient, by: string): Promise<ClientRecord> {
    return writeState(async tx => {
      if (await tx.clients.get(client.id)) throw idTaken('client', client.id);
      const createdAt = clock.now().toISOString();
      const stored = { ...client, createdAt, createdBy: by };
      await tx.clients.insert(stored);
      return { value: { ...stored, credentials: [] }, isChanged: true };
    });
  },
});

const credentialUseCases = ({ writeState, clock }: ServiceDependencies) => ({
  /** A new credential; only the hash of its secret is stored. */
  async issueCredential(
    clientId: string,
    input: NewCredential,
    by: string,
  ): Promise<IssuedCredential> {
    const issued = newCredential(input, by, clock.now());
    await writeState(async tx => {
      await tx.clients.insertCredential(clientId, issued.credential);
      return { value: undefined, isChanged: true };
    });
    return issuedOf(issued);
  },

  /**
   * A new secret of the same kind and environments; the old one goes on
   * working for `overlapHours`, or as long as it would have anyway.
   */
  async rotateCredential(
    { clientId, credentialId }: CredentialPlace,
    { overlapHours }: RotateCredential,
    by: string,
  ): Promise<IssuedCredential> {
    return writeState(async tx => {
      const old = await credentialIn(tx, { clientId, credentialId });
      const now = clock.now();
      if (!isValidAt(old, now)) throw notValid(credentialId);
      const { name, kind, environments } = old;
      const issued = newCredential({ name, kind, environments }, by, now);
      await tx.clients.insertCredential(clientId, issued.credential);
      const overMs = now.getTime() + overlapHours * HOUR_MS;
      const endMs = Math.min(
        overMs,
        old.expiresAt === null ? Infinity : Date.parse(old.expiresAt),
      );
      await tx.clients.expireCredential(clientId, {
        id: credentialId,
        expiresAt: new Date(endMs).toISOString(),
      });
      return { value: issuedOf(issued), isChanged: true };
    });
  },

  /** The client with the credential revoked; again changes nothing. */
  async revokeCredential(
    clientId: string,
    credentialId: string,
  ): Promise<ClientRecord> {
    return writeState(async tx => {
      const client = await tx.clients.get(clientId);
      const credential = client?.credentials.find(
        ({ id }) => id === credentialId,
      );
      if (!client || !credential) throw notFound('credential', credentialId);
      if (credential.revokedAt !== null) {
        return { value: clientRecordOf(client), isChanged: false };
      }
      const revokedAt = clock.now().toISOString();
      await tx.clients.revokeCredential(clientId, {
        id: credentialId,
        revokedAt,
      });
      const credentials = client.credentials.map(other =>
        other.id === credentialId ? { ...other, revokedAt } : other,
      );
      return {
        value: clientRecordOf({ ...client, credentials }),
        isChanged: true,
      };
    });
  },
});

/** Use cases of clients and their credentials. */
export type ClientService = ReturnType<typeof createClientService>;

/** Use cases of clients on `stores`. */
export const createClientService = (deps: ServiceDependencies) => ({
  ...clientUseCases(deps),
  ...credentialUseCases(deps),
});
