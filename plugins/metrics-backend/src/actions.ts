import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { AuthService } from '@backstage/backend-plugin-api';
import { EtudeError } from '@etude/kernel';
import type { Caller } from '@etude/api-node';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Services } from './services/create-services';

const readOnly = { readOnly: true, destructive: false, idempotent: true };

const callerOf = (
  auth: AuthService,
  credentials: BackstageCredentials,
): Caller => {
  if (auth.isPrincipal(credentials, 'user')) return credentials;
  if (auth.isPrincipal(credentials, 'service')) return credentials;
  throw new EtudeError(
    'Nobody is signed in, so nothing can be shown. Sign in and ask again.',
    { code: 'ETUDE_METRICS_FORBIDDEN', kind: 'user' },
  );
};

/** Lets the assistant look at metrics and fact tables, as the person asking. */
export const registerActions = (
  registry: ActionsRegistryService,
  options: { readonly services: Services; readonly auth: AuthService },
): void => {
  const { services, auth } = options;
  registry.register({
    name: 'list-metrics',
    title: 'List metrics',
    description:
      'The metrics that experiments can use, with id, name, owner, type and direction. Archived ones are left out.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          q: z.string().optional().describe('Text within the name'),
          owner: z.string().optional().describe('Owner, as an entity ref'),
        }),
      output: z => z.object({ metrics: z.array(z.record(z.unknown())) }),
    },
    action: async ({ input, credentials }) => ({
      output: {
        metrics: await services.metrics.list(
          { ...input, state: 'active' },
          callerOf(auth, credentials),
        ),
      },
    }),
  });
  registry.register({
    name: 'get-metric',
    title: 'Get a metric',
    description: 'The whole definition of one metric by its id.',
    attributes: readOnly,
    schema: {
      input: z => z.object({ id: z.string() }),
      output: z => z.object({ metric: z.record(z.unknown()) }),
    },
    action: async ({ input, credentials }) => ({
      output: {
        metric: await services.metrics.get(
          input.id,
          callerOf(auth, credentials),
        ),
      },
    }),
  });
  registry.register({
    name: 'list-fact-tables',
    title: 'List fact tables',
    description:
      'The fact tables that metrics are made of, with entities, measures and dimensions.',
    attributes: readOnly,
    schema: {
      input: z => z.object({ q: z.string().optional() }),
      output: z => z.object({ factTables: z.array(z.record(z.unknown())) }),
    },
    action: async ({ input, credentials }) => ({
      output: {
        factTables: await services.factTables.list(
          input,
          callerOf(auth, credentials),
        ),
      },
    }),
  });
};
