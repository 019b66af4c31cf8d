import type {
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type { Caller } from '@etude/api-node';
import { EtudeError } from '@etude/kernel';
import type { Experiment } from '@etude/lifecycle';
import {
  experimentCreatePermission,
  experimentReadPermission,
  experimentUpdatePermission,
} from '@etude/plugin-experiments-common';
import { experimentResourceRef } from '../permissions/experiment-rules';

export type AccessDependencies = {
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
  readonly userInfo: UserInfoService;
};

const forbidden = (message: string): EtudeError =>
  new EtudeError(message, {
    code: 'ETUDE_EXPERIMENT_FORBIDDEN',
    kind: 'user',
  });

/** Says no, with the reason, to callers who may not do what they ask. */
export const createExperimentAccess = ({
  permissions,
  permissionsRegistry,
  userInfo,
}: AccessDependencies) => ({
  async requireRead(caller: Caller): Promise<void> {
    const [answer] = await permissions.authorize(
      [{ permission: experimentReadPermission }],
      { credentials: caller },
    );
    if (answer?.result !== AuthorizeResult.ALLOW) {
      throw forbidden(
        'You may not see experiments. Ask those who run the portal for access.',
      );
    }
  },

  /** Creating needs the permission and, of people, to belong to the owner. */
  async requireCreate(caller: Caller, owner: string): Promise<void> {
    const [answer] = await permissions.authorize(
      [{ permission: experimentCreatePermission }],
      { credentials: caller },
    );
    if (answer?.result !== AuthorizeResult.ALLOW) {
      throw forbidden(
        'You may not create experiments. Ask those who run the portal for access.',
      );
    }
    if (caller.principal.type === 'service') return;
    const { ownershipEntityRefs } = await userInfo.getUserInfo(caller);
    if (!ownershipEntityRefs.includes(owner)) {
      throw forbidden(
        `You do not belong to ${owner}, so you cannot create an experiment for it. Choose yourself or one of your groups: ${ownershipEntityRefs.join(', ')}.`,
      );
    }
  },

  async requireUpdate(caller: Caller, experiment: Experiment): Promise<void> {
    const [decision] = await permissions.authorizeConditional(
      [{ permission: experimentUpdatePermission }],
      { credentials: caller },
    );
    const isAllowed = createConditionAuthorizer(
      permissionsRegistry.getPermissionRuleset(experimentResourceRef),
    );
    if (!decision || !isAllowed(decision, experiment)) {
      throw forbidden(
        `'${experiment.id}' belongs to ${experiment.owner}, and only its owner may change it. Ask them, or have them hand it over.`,
      );
    }
  },
});

export type ExperimentAccess = ReturnType<typeof createExperimentAccess>;
