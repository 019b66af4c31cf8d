import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { Caller } from '@etude/api-node';
import { EtudeError } from '@etude/kernel';
import type { RouteDependencies } from './routes/route-dependencies';
import { listExperiments } from './read-models/experiment-list';

export type ActionDependencies = Pick<
  RouteDependencies,
  'db' | 'clock' | 'access' | 'services'
> & {
  readonly actions: ActionsRegistryService;
  readonly auth: AuthService;
};

const attributes = { readOnly: true, idempotent: true, destructive: false };

const callerOf = (
  auth: AuthService,
  credentials: BackstageCredentials,
): Caller => {
  if (
    auth.isPrincipal(credentials, 'user') ||
    auth.isPrincipal(credentials, 'service')
  ) {
    return credentials;
  }
  throw new EtudeError(
    'Experiments are shown to people who are signed in. Sign in and ask again.',
    { code: 'ETUDE_EXPERIMENT_FORBIDDEN', kind: 'user' },
  );
};

const registerList = (deps: ActionDependencies): void => {
  deps.actions.register({
    name: 'list-experiments',
    title: 'List experiments',
    description:
      'Lists A/B experiments with owner, state, progress to required units, health, recommendation and verdict. Narrow by state (draft, live, ended, decided, discarded; several separated by commas), owner or component entity ref, flag id, or words.',
    attributes,
    schema: {
      input: z =>
        z.object({
          state: z.string().optional(),
          owner: z.string().optional(),
          component: z.string().optional(),
          flag: z.string().optional(),
          q: z.string().optional(),
        }),
      output: z =>
        z.object({
          totalItems: z.number(),
          items: z.array(z.record(z.unknown())),
        }),
    },
    action: async ({ input, credentials }) => {
      await deps.access.requireRead(callerOf(deps.auth, credentials));
      const { items, totalItems } = await listExperiments(
        deps.db,
        input,
        deps.clock.now(),
      );
      return { output: { items: [...items], totalItems } };
    },
  });
};

const registerResults = (deps: ActionDependencies): void => {
  deps.actions.register({
    name: 'get-experiment-results',
    title: 'Get the results of an experiment',
    description:
      'Returns one experiment by id with its plan, decision and verdict, and its latest results: health checks, metric results with intervals, and the recommendation with its reasons. Effects that the design keeps closed are not in it; do not guess them.',
    attributes,
    schema: {
      input: z => z.object({ id: z.string() }),
      output: z =>
        z.object({
          experiment: z.record(z.unknown()),
          analysis: z.record(z.unknown()).nullable(),
          computedAt: z.string().nullable(),
          problem: z.string().nullable(),
        }),
    },
    action: async ({ input, credentials }) => {
      await deps.access.requireRead(callerOf(deps.auth, credentials));
      const { views } = deps.services;
      const experiment = await views.experiment(input.id);
      const { snapshot, refresh } = await views.results(input.id);
      return {
        output: {
          experiment,
          analysis: snapshot ? { ...snapshot.analysis } : null,
          computedAt: snapshot?.computedAt ?? null,
          problem: refresh.problem?.message ?? null,
        },
      };
    },
  });
};

/** Lets the assistant list experiments and read results, as its user may. */
export const registerActions = (deps: ActionDependencies): void => {
  registerList(deps);
  registerResults(deps);
};
