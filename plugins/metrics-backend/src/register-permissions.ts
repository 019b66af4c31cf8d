import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import {
  eventDefinitionUpdatePermission,
  factTableUpdatePermission,
  metricUpdatePermission,
  metricsPermissions,
  runCancelPermission,
} from '@etude/plugin-metrics-common';
import {
  eventDefinitionResourceRef,
  factTableResourceRef,
  isEventDefinitionOwner,
  isFactTableOwner,
  isMetricOwner,
  isRunOwner,
  metricResourceRef,
  runResourceRef,
} from './permission-rules';
import type { Stores } from './services/create-services';

const inOrder = <T extends { readonly id: string }>(
  ids: readonly string[],
  found: readonly T[],
): (T | undefined)[] => ids.map(id => found.find(thing => thing.id === id));

/** Tells the permission framework what can be permitted here. */
export const registerPermissions = (
  registry: PermissionsRegistryService,
  { metrics, factTables, eventDefinitions, runs }: Stores,
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
  registry.addResourceType({
    resourceRef: eventDefinitionResourceRef,
    permissions: [eventDefinitionUpdatePermission],
    rules: [isEventDefinitionOwner],
    getResources: async ids =>
      inOrder(ids, await eventDefinitions.listByIds(ids)),
  });
  registry.addResourceType({
    resourceRef: runResourceRef,
    permissions: [runCancelPermission],
    rules: [isRunOwner],
    getResources: ids => Promise.all(ids.map(id => runs.find(id))),
  });
};
