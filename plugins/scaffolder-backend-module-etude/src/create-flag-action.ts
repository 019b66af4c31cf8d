import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { FlagsClient } from '@etude/plugin-flags-common';

export type CreateFlagActionDependencies = {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
};

/**
 * The scaffolder action `etude:flag:create`: a client with one server
 * credential and an on/off flag for a new service, made as the person who runs
 * the template, so that their permissions hold.
 */
export const createFlagAction = (dependencies: CreateFlagActionDependencies) =>
  createTemplateAction({
    id: 'etude:flag:create',
    description: 'Creates a client and an on/off flag for a service',
    schema: {
      input: {
        service: z => z.string().describe('Name of the service'),
        owner: z => z.string().describe('Entity reference of its owner'),
      },
      output: {
        flagId: z => z.string(),
        clientId: z => z.string(),
      },
    },
    async handler(context) {
      const { service, owner } = context.input;
      const initiator = await context.getInitiatorCredentials();
      const client = new FlagsClient({
        discoveryApi: dependencies.discovery,
        fetchApi: {
          fetch: async (input, init) => {
            const { token } = await dependencies.auth.getPluginRequestToken({
              onBehalfOf: initiator,
              targetPluginId: 'flags',
            });
            const headers = new Headers(init?.headers);
            headers.set('authorization', `Bearer ${token}`);
            return fetch(input, { ...init, headers });
          },
        },
      });
      const flagId = `${service}-greeting`;
      await client.clients.create({
        id: service,
        displayName: service,
        owner,
      });
      await client.createFlag({
        id: flagId,
        description: `Which greeting ${service} answers with.`,
        owner,
        componentRef: `component:default/${service}`,
        clients: [service],
        schema: {
          type: 'struct',
          fields: { greeting: { type: 'string' } },
        },
        variants: [
          {
            id: 'plain',
            value: { greeting: 'Hello' },
            description: 'as it is',
          },
          {
            id: 'warm',
            value: { greeting: 'Welcome!' },
            description: 'to try',
          },
        ],
      });
      context.output('flagId', flagId);
      context.output('clientId', service);
    },
  });
