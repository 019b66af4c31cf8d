import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import {
  clientListSchema,
  clientRecordSchema,
  issuedCredentialSchema,
} from './client-schemas';
import type {
  ClientRecord,
  CreateClient,
  CreateCredential,
  IssuedCredential,
  RotateCredential,
} from './client-schemas';

/** Applications that resolve flags, and their credentials. */
export class ClientsClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** All clients with their credentials, by id. */
  async list(): Promise<ClientRecord[]> {
    const { items } = await this.#api.request({
      path: '/clients',
      schema: clientListSchema,
    });
    return items;
  }

  /** The new client; it has no credential yet. */
  async create(client: CreateClient): Promise<ClientRecord> {
    return this.#api.request({
      method: 'POST',
      path: '/clients',
      body: client,
      schema: clientRecordSchema,
    });
  }

  /** A new credential with its secret, which is never shown again. */
  async createCredential(
    clientId: string,
    credential: CreateCredential,
  ): Promise<IssuedCredential> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/clients/${clientId}/credentials`,
      body: credential,
      schema: issuedCredentialSchema,
    });
  }

  /** A new secret; the old credential expires after the overlap. */
  async rotateCredential(
    clientId: string,
    credentialId: string,
    rotation: RotateCredential,
  ): Promise<IssuedCredential> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/clients/${clientId}/credentials/${credentialId}/rotate`,
      body: rotation,
      schema: issuedCredentialSchema,
    });
  }

  /** The client after the credential has been revoked, for good. */
  async revokeCredential(
    clientId: string,
    credentialId: string,
  ): Promise<ClientRecord> {
    return this.#api.request({
      method: 'DELETE',
      path: pathOf`/clients/${clientId}/credentials/${credentialId}`,
      schema: clientRecordSchema,
    });
  }
}
