import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { flagReadPermission } from '@etude/plugin-flags-common';
import type { FlagRecord } from '@etude/plugin-flags-common';
import type { Access } from './access/access';
import type { Services } from './services/services';

const summaryOf = (flag: FlagRecord) => ({
  id: flag.id,
  description: flag.description,
  owner: flag.owner,
  state: flag.state,
  variants: flag.variants.map(({ id }) => id),
  liveRules: flag.rules
    .filter(({ enabled }) => enabled)
    .map(({ name }) => name),
});

export type ActionDependencies = {
  readonly registry: ActionsRegistryService;
  readonly services: Services;
  readonly access: Access;
};

const registerListFlags = (deps: ActionDependencies): void => {
  deps.registry.register({
    name: 'list-flags',
    title: 'List flags',
    description:
      'Lists feature flags with owner, variants and live rules. Narrow by text, owner or component (full entity references).',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    visibilityPermission: flagReadPermission,
    schema: {
      input: z =>
        z.object({
          q: z.string().optional().describe('Text in id or description'),
          owner: z.string().optional(),
          component: z.string().optional(),
        }),
      output: z =>
        z.object({
          totalItems: z.number(),
          flags: z.array(
            z.object({
              id: z.string(),
              description: z.string(),
              owner: z.string(),
              state: z.string(),
              variants: z.array(z.string()),
              liveRules: z.array(z.string()),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      await deps.access.require(credentials, flagReadPermission);
      const { items, totalItems } = await deps.services.flags.list({
        ...input,
        limit: 50,
        offset: 0,
      });
      return { output: { totalItems, flags: items.map(summaryOf) } };
    },
  });
};

const registerGetFlag = (deps: ActionDependencies): void => {
  deps.registry.register({
    name: 'get-flag',
    title: 'Get a flag',
    description:
      'Returns one feature flag in full: schema, variants with values, ordered rules and clients.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    visibilityPermission: flagReadPermission,
    schema: {
      input: z => z.object({ id: z.string().describe('Id of the flag') }),
      output: z => z.object({ flag: z.record(z.unknown()) }),
    },
    action: async ({ input, credentials }) => {
      await deps.access.require(credentials, flagReadPermission);
      return { output: { flag: await deps.services.flags.get(input.id) } };
    },
  });
};

/** Offers reading flags to the assistant. */
export const registerActions = (deps: ActionDependencies): void => {
  registerListFlags(deps);
  registerGetFlag(deps);
};
