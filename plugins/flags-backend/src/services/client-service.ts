import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@etude/kernel';
import type {
  ClientRecord,
  IssuedCredential,
  createClientSchema,
  createCredentialSchema,
} from '@etude/plugin-flags-common';
import type { z } from 'zod';
import type { StoredClient, StoredCredential } from '../stores/client-store';
import type { Stores } from '../stores/stores';
import { idTaken, notFound } from './refusals';
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

/** Use cases of clients and their credentials. */
export type ClientService = ReturnType<typeof createClientService>;

/** Use cases of clients on `stores`. */
export const createClientService = ({
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

  /** A new credential; only the hash of its secret is stored. */
  async issueCredential(
    clientId: string,
    input: NewCredential,
    by: string,
  ): Promise<IssuedCredential> {
    const secret = newSecret();
    const credential: StoredCredential = {
      ...input,
      id: newCredentialId(),
      secretHash: createHash('sha256').update(secret).digest('hex'),
      revokedAt: null,
      createdAt: clock.now().toISOString(),
      createdBy: by,
    };
    await writeState(async tx => {
      await tx.clients.insertCredential(clientId, credential);
      return { value: undefined, isChanged: true };
    });
    return { credential: credentialRecordOf(credential), secret };
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
