import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of a fact table in permission conditions. */
export const RESOURCE_TYPE_FACT_TABLE = 'fact-table';
/** Resource type of a metric in permission conditions. */
export const RESOURCE_TYPE_METRIC = 'metric';
/** Resource type of an event definition in permission conditions. */
export const RESOURCE_TYPE_EVENT_DEFINITION = 'event-definition';
/** Resource type of a computation run in permission conditions. */
export const RESOURCE_TYPE_RUN = 'metric-run';

export const factTableReadPermission = createPermission({
  name: 'metrics.fact-table.read',
  attributes: { action: 'read' },
});
export const factTableCreatePermission = createPermission({
  name: 'metrics.fact-table.create',
  attributes: { action: 'create' },
});
export const factTableUpdatePermission = createPermission({
  name: 'metrics.fact-table.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_FACT_TABLE,
});

export const metricReadPermission = createPermission({
  name: 'metrics.metric.read',
  attributes: { action: 'read' },
});
export const metricCreatePermission = createPermission({
  name: 'metrics.metric.create',
  attributes: { action: 'create' },
});
export const metricUpdatePermission = createPermission({
  name: 'metrics.metric.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_METRIC,
});

export const eventDefinitionReadPermission = createPermission({
  name: 'metrics.event-definition.read',
  attributes: { action: 'read' },
});
export const eventDefinitionCreatePermission = createPermission({
  name: 'metrics.event-definition.create',
  attributes: { action: 'create' },
});
export const eventDefinitionUpdatePermission = createPermission({
  name: 'metrics.event-definition.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_EVENT_DEFINITION,
});

/** To see what the lake holds, and runs with their SQL. */
export const lakeReadPermission = createPermission({
  name: 'metrics.lake.read',
  attributes: { action: 'read' },
});
/** To import a table into the lake. */
export const lakeImportPermission = createPermission({
  name: 'metrics.lake.import',
  attributes: { action: 'create' },
});
/** To have metrics computed, which costs time of the warehouse. */
export const computationCreatePermission = createPermission({
  name: 'metrics.computation.create',
  attributes: { action: 'create' },
});

/** To cancel a run before it is done. */
export const runCancelPermission = createPermission({
  name: 'metrics.run.cancel',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** To see which warehouses there are, and how their last test went. */
export const warehouseReadPermission = createPermission({
  name: 'metrics.warehouse.read',
  attributes: { action: 'read' },
});
/** To test the connection to a warehouse. */
export const warehouseTestPermission = createPermission({
  name: 'metrics.warehouse.test',
  attributes: { action: 'update' },
});

/** All permissions of the metrics plugin, for its backend and for policies. */
export const metricsPermissions = [
  factTableReadPermission,
  factTableCreatePermission,
  factTableUpdatePermission,
  metricReadPermission,
  metricCreatePermission,
  metricUpdatePermission,
  eventDefinitionReadPermission,
  eventDefinitionCreatePermission,
  eventDefinitionUpdatePermission,
  lakeReadPermission,
  lakeImportPermission,
  computationCreatePermission,
  runCancelPermission,
  warehouseReadPermission,
  warehouseTestPermission,
];
