import type { Client, Credential } from '@etude/flags';
import type { Knex } from 'knex';

/** A client as stored; credentials keep the hash of their secret. */
export type StoredClient = Omit<Client, 'credentials'> & {
  readonly owner: string;
  readonly credentials: readonly StoredCredential[];
  readonly createdAt: string;
  readonly createdBy: string;
};

/** A credential as stored. */
export type StoredCredential = Credential & {
  /** ISO 8601 of the time it stops working by itself, or null. */
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
};

type ClientRow = {
  id: string;
  display_name: string;
  owner: string;
  created_at: string;
  created_by: string;
};

type CredentialRow = {
  client_id: string;
  id: string;
  name: string;
  kind: Credential['kind'];
  secret_hash: string;
  environments: string;
  created_at: string;
  created_by: string;
  revoked_at: string | null;
  expires_at: string | null;
};

// JSON columns hold what this store wrote from the same type.
const credentialOf = (row: CredentialRow): StoredCredential => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  secretHash: row.secret_hash,
  environments: JSON.parse(row.environments) as string[],
  revokedAt: row.revoked_at,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  createdBy: row.created_by,
});

const clientOf = (
  row: ClientRow,
  credentials: readonly CredentialRow[],
): StoredClient => ({
  id: row.id,
  displayName: row.display_name,
  owner: row.owner,
  createdAt: row.created_at,
  createdBy: row.created_by,
  credentials: credentials
    .filter(credential => credential.client_id === row.id)
    .map(credentialOf),
});

/** Clients and their credentials in the database. */
export type ClientStore = ReturnType<typeof createClientStore>;

/** The clients that `database` (or a transaction) holds. */
export const createClientStore = (database: Knex) => ({
  /** All clients by id, with their credentials in order of creation. */
  async list(): Promise<StoredClient[]> {
    const clients = await database<ClientRow>('clients').orderBy('id');
    const credentials = await database<CredentialRow>('credentials').orderBy([
      'created_at',
      'id',
    ]);
    return clients.map(row => clientOf(row, credentials));
  },

  /** One client, or undefined. */
  async get(id: string): Promise<StoredClient | undefined> {
    const row = await database<ClientRow>('clients').where({ id }).first();
    if (!row) return undefined;
    const credentials = await database<CredentialRow>('credentials')
      .where({ client_id: id })
      .orderBy(['created_at', 'id']);
    return clientOf(row, credentials);
  },

  /** Adds a client without credentials. */
  async insert(client: Omit<StoredClient, 'credentials'>): Promise<void> {
    await database<ClientRow>('clients').insert({
      id: client.id,
      display_name: client.displayName,
      owner: client.owner,
      created_at: client.createdAt,
      created_by: client.createdBy,
    });
  },

  /** Adds a credential to a client. */
  async insertCredential(
    clientId: string,
    credential: StoredCredential,
  ): Promise<void> {
    await database<CredentialRow>('credentials').insert({
      client_id: clientId,
      id: credential.id,
      name: credential.name,
      kind: credential.kind,
      secret_hash: credential.secretHash,
      environments: JSON.stringify(credential.environments),
      created_at: credential.createdAt,
      created_by: credential.createdBy,
      revoked_at: credential.revokedAt,
      expires_at: credential.expiresAt,
    });
  },

  /** Marks a credential as revoked at an ISO time. */
  async revokeCredential(
    clientId: string,
    credential: { readonly id: string; readonly revokedAt: string },
  ): Promise<void> {
    await database<CredentialRow>('credentials')
      .where({ client_id: clientId, id: credential.id })
      .update({ revoked_at: credential.revokedAt });
  },

  /** Sets the ISO time at which a credential stops working by itself. */
  async expireCredential(
    clientId: string,
    credential: { readonly id: string; readonly expiresAt: string },
  ): Promise<void> {
    await database<CredentialRow>('credentials')
      .where({ client_id: clientId, id: credential.id })
      .update({ expires_at: credential.expiresAt });
  },
});
