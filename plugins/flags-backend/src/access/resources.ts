import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import type { FlagRecord } from '@etude/plugin-flags-common';
import {
  RESOURCE_TYPE_FLAG,
  RESOURCE_TYPE_FLAG_CLIENT,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import type { StoredClient } from '../stores/client-store';

/** How a policy narrows a query to owners. */
export type OwnerQuery = { readonly owners: readonly string[] };

/** Flags as resources of the permission system. */
export const flagResourceRef = createPermissionResourceRef<
  FlagRecord,
  OwnerQuery
>().with({ pluginId: 'flags', resourceType: RESOURCE_TYPE_FLAG });

/** Clients as resources of the permission system. */
export const clientResourceRef = createPermissionResourceRef<
  StoredClient,
  OwnerQuery
>().with({ pluginId: 'flags', resourceType: RESOURCE_TYPE_FLAG_CLIENT });

const ownerParams = z.object({
  claims: z
    .array(z.string())
    .describe('Entity references the person speaks for'),
});

const description = 'Allow when the owner is one of the claims';

/** Holds for flags whose owner is one of the claims. */
export const isFlagOwnerRule = createPermissionRule({
  name: 'IS_OWNER',
  description,
  resourceRef: flagResourceRef,
  paramsSchema: ownerParams,
  apply: (flag, { claims }) => claims.includes(flag.owner),
  toQuery: ({ claims }) => ({ owners: claims }),
});

/** Holds for clients whose owner is one of the claims. */
export const isClientOwnerRule = createPermissionRule({
  name: 'IS_OWNER',
  description,
  resourceRef: clientResourceRef,
  paramsSchema: ownerParams,
  apply: (client, { claims }) => claims.includes(client.owner),
  toQuery: ({ claims }) => ({ owners: claims }),
});
