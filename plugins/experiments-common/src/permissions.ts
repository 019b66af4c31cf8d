import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type that update permissions and `IS_OWNER` are about. */
export const EXPERIMENT_RESOURCE_TYPE = 'experiment';

/** May see experiments, their results and what was learned. */
export const experimentReadPermission = createPermission({
  name: 'experiments.experiment.read',
  attributes: { action: 'read' },
});

/** May start a draft for an owner one belongs to. */
export const experimentCreatePermission = createPermission({
  name: 'experiments.experiment.create',
  attributes: { action: 'create' },
});

/** May edit, launch, end and decide this experiment: its owner's right. */
export const experimentUpdatePermission = createPermission({
  name: 'experiments.experiment.update',
  attributes: { action: 'update' },
  resourceType: EXPERIMENT_RESOURCE_TYPE,
});

/** Every permission of the experiments plugin, for policies and registries. */
export const experimentsPermissions = [
  experimentReadPermission,
  experimentCreatePermission,
  experimentUpdatePermission,
];
