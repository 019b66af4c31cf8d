import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import {
  factTableUpdatePermission,
  metricUpdatePermission,
  metricsPermissions,
} from '@etude/plugin-metrics-common';
import {
  factTableResourceRef,
  isFactTableOwner,
  isMetricOwner,
  metricResourceRef,
} from './permission-rules';
import type { Stores } from './services/create-services';

const inOrder = <T extends { readonly id: string }>(
  ids: readonly string[],
  found: readonly T[],
): (T | undefined)[] => ids.map(id => found.find(thing => thing.id === id));

/** Tells the permission framework what can be permitted here. */
export const registerPermissions = (
  registry: PermissionsRegistryService,
  { metrics, factTables }: Stores,
): void => {
  registry.addPermissions(
    metricsPermissions.filter(permission => !isResourcePermission(permission)),
  );
  registry.addResourceType({
    resourceRef: metricResourceRef,
    permissions: [metricUpdatePermission],
    rules: [isMetricOwner],
    getResources: async ids => inOrder(ids, await metrics.listByIds(ids)),
  });
  registry.addResourceType({
    resourceRef: factTableResourceRef,
    permissions: [factTableUpdatePermission],
    rules: [isFactTableOwner],
    getResources: async ids => inOrder(ids, await factTables.listByIds(ids)),
  });
};
