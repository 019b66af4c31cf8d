import type { UserInfoService } from '@backstage/backend-plugin-api';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  AuthorizeResult,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';

type OwnedResource = {
  readonly pluginId: string;
  readonly rule: string;
};

/** Which plugin judges ownership of a resource type, and by which rule. */
const OWNED: ReadonlyMap<string, OwnedResource> = new Map([
  ['catalog-entity', { pluginId: 'catalog', rule: 'IS_ENTITY_OWNER' }],
  ['flag', { pluginId: 'flags', rule: 'IS_OWNER' }],
  ['flag-client', { pluginId: 'flags', rule: 'IS_OWNER' }],
  ['fact-table', { pluginId: 'metrics', rule: 'IS_OWNER' }],
  ['metric', { pluginId: 'metrics', rule: 'IS_OWNER' }],
  ['event-definition', { pluginId: 'metrics', rule: 'IS_OWNER' }],
  ['metric-run', { pluginId: 'metrics', rule: 'IS_OWNER' }],
  ['experiment', { pluginId: 'experiments', rule: 'IS_OWNER' }],
]);

const isChange = (action: string | undefined): boolean =>
  action === 'update' || action === 'delete';

/**
 * Everyone who is signed in may read and create; only owners, as the catalog
 * says, may change or remove what exists. Nobody who is not signed in may do
 * anything.
 */
export class OwnershipPolicy implements PermissionPolicy {
  readonly #userInfo: UserInfoService;

  constructor(userInfo: UserInfoService) {
    this.#userInfo = userInfo;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return { result: AuthorizeResult.DENY };
    const { permission } = request;
    if (!isResourcePermission(permission)) {
      return { result: AuthorizeResult.ALLOW };
    }
    const owned = OWNED.get(permission.resourceType);
    if (!owned || !isChange(permission.attributes.action)) {
      return { result: AuthorizeResult.ALLOW };
    }
    const { ownershipEntityRefs } = await this.#userInfo.getUserInfo(
      user.credentials,
    );
    return {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: owned.pluginId,
      resourceType: permission.resourceType,
      conditions: {
        rule: owned.rule,
        resourceType: permission.resourceType,
        params: { claims: ownershipEntityRefs },
      },
    };
  }
}
