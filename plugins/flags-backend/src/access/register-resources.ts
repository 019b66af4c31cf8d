import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  clientUpdatePermission,
  flagUpdatePermission,
  flagsPermissions,
} from '@etude/plugin-flags-common';
import type { Stores } from '../stores/stores';
import {
  clientResourceRef,
  flagResourceRef,
  isClientOwnerRule,
  isFlagOwnerRule,
} from './resources';

const inOrderOf = <T extends { readonly id: string }>(
  ids: readonly string[],
  found: readonly T[],
): (T | undefined)[] => ids.map(id => found.find(item => item.id === id));

/** Tells the permission system what flags and clients are and who owns them. */
export const registerResources = (
  registry: PermissionsRegistryService,
  stores: Stores,
): void => {
  registry.addResourceType({
    resourceRef: flagResourceRef,
    permissions: [flagUpdatePermission],
    rules: [isFlagOwnerRule],
    getResources: async ids => inOrderOf(ids, await stores.flags.getMany(ids)),
  });
  registry.addResourceType({
    resourceRef: clientResourceRef,
    permissions: [clientUpdatePermission],
    rules: [isClientOwnerRule],
    getResources: async ids => inOrderOf(ids, await stores.clients.list()),
  });
  registry.addPermissions(
    flagsPermissions.filter(({ type }) => type === 'basic'),
  );
};
