import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  clientCreatePermission,
  clientListSchema,
  clientReadPermission,
  clientRecordSchema,
  createClientSchema,
  createCredentialSchema,
  issuedCredentialSchema,
  rotateCredentialSchema,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import { actorOf } from '../access/access';
import type { RouteDependencies } from './route-dependencies';

const clientParams = z.object({ id: z.string() });
const credentialParams = z.object({ id: z.string(), cid: z.string() });

const credentialRoutes = (deps: RouteDependencies): Route[] => {
  const { services, access, audited } = deps;
  return [
    defineRoute({
      method: 'post',
      path: '/clients/{id}/credentials',
      operationId: 'createCredential',
      summary: 'A new credential; its secret is shown here and never again',
      params: clientParams,
      body: createCredentialSchema,
      response: issuedCredentialSchema,
      status: 201,
      handle: async ({ params: { id }, body, caller, request }) => {
        await access.requireClientUpdate(
          caller,
          await services.clients.get(id),
        );
        const meta = { client: id, name: body.name };
        return audited({ eventId: 'credential-create', request, meta }, () =>
          services.clients.issueCredential(id, body, actorOf(caller)),
        );
      },
    }),
    defineRoute({
      method: 'post',
      path: '/clients/{id}/credentials/{cid}/rotate',
      operationId: 'rotateCredential',
      summary: 'A new secret; the old one goes on working for a while',
      params: credentialParams,
      body: rotateCredentialSchema,
      response: issuedCredentialSchema,
      status: 201,
      handle: async ({ params: { id, cid }, body, caller, request }) => {
        await access.requireClientUpdate(
          caller,
          await services.clients.get(id),
        );
        const meta = { client: id, credential: cid, ...body };
        return audited({ eventId: 'credential-rotate', request, meta }, () =>
          services.clients.rotateCredential(
            { clientId: id, credentialId: cid },
            body,
            actorOf(caller),
          ),
        );
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/clients/{id}/credentials/{cid}',
      operationId: 'revokeCredential',
      summary: 'Revokes a credential for good',
      params: credentialParams,
      response: clientRecordSchema,
      handle: async ({ params: { id, cid }, caller, request }) => {
        await access.requireClientUpdate(
          caller,
          await services.clients.get(id),
        );
        const meta = { client: id, credential: cid };
        return audited({ eventId: 'credential-revoke', request, meta }, () =>
          services.clients.revokeCredential(id, cid),
        );
      },
    }),
  ];
};

/** Routes of clients and their credentials. */
export const clientRoutes = (deps: RouteDependencies): Route[] => {
  const { services, access, audited } = deps;
  return [
    defineRoute({
      method: 'get',
      path: '/clients',
      operationId: 'listClients',
      summary: 'All clients with their credentials',
      response: clientListSchema,
      handle: async ({ caller }) => {
        await access.require(caller, clientReadPermission);
        return { items: await services.clients.list() };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/clients',
      operationId: 'createClient',
      summary: 'A new client without credentials',
      body: createClientSchema,
      response: clientRecordSchema,
      status: 201,
      handle: async ({ body, caller, request }) => {
        await access.require(caller, clientCreatePermission);
        await access.requireMembership(caller, body.owner);
        const meta = { client: body.id, owner: body.owner };
        return audited({ eventId: 'client-create', request, meta }, () =>
          services.clients.create(body, actorOf(caller)),
        );
      },
    }),
    ...credentialRoutes(deps),
  ];
};
