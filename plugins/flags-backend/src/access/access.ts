import type {
  AuthService,
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  BasicPermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type { Caller } from '@etude/api-node';
import { EtudeError } from '@etude/kernel';
import type { FlagRecord, SegmentRecord } from '@etude/plugin-flags-common';
import {
  clientUpdatePermission,
  flagUpdatePermission,
  segmentUpdatePermission,
} from '@etude/plugin-flags-common';
import type { StoredClient } from '../stores/client-store';
import { clientResourceRef, flagResourceRef } from './resources';

export type AccessDependencies = {
  readonly auth: AuthService;
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
  readonly userInfo: UserInfoService;
};

const forbidden = (
  message: string,
  details: Record<string, unknown>,
): EtudeError =>
  new EtudeError(message, {
    code: 'ETUDE_FLAGS_FORBIDDEN',
    kind: 'user',
    details,
  });

const notOwner = (kind: string, thing: { id: string; owner: string }) =>
  forbidden(
    `You may not change ${kind} '${thing.id}': it belongs to ${thing.owner}. Ask someone there, or have the ownership moved.`,
    { [kind]: thing.id, owner: thing.owner },
  );

/** Who is calling, as histories and audits name them. */
export const actorOf = ({ principal }: Caller): string =>
  principal.type === 'user' ? principal.userEntityRef : principal.subject;

/** What callers may do; every method throws ETUDE_FLAGS_FORBIDDEN if not. */
export type Access = ReturnType<typeof createAccess>;

/** The permission checks of the flags API. */
export const createAccess = (deps: AccessDependencies) => {
  const { permissions, permissionsRegistry } = deps;
  const judgeFlag = createConditionAuthorizer(
    permissionsRegistry.getPermissionRuleset(flagResourceRef),
  );
  const judgeClient = createConditionAuthorizer(
    permissionsRegistry.getPermissionRuleset(clientResourceRef),
  );
  const decide = async (
    caller: Caller,
    permission: typeof flagUpdatePermission | typeof clientUpdatePermission,
  ): Promise<PolicyDecision> => {
    const [decision] = await permissions.authorizeConditional(
      [{ permission }],
      { credentials: caller },
    );
    return decision ?? { result: AuthorizeResult.DENY };
  };

  return {
    /** Requires a permission that is not about one thing. */
    async require(
      caller: BackstageCredentials,
      permission: BasicPermission,
    ): Promise<void> {
      const [decision] = await permissions.authorize([{ permission }], {
        credentials: caller,
      });
      if (decision?.result === AuthorizeResult.ALLOW) return;
      throw forbidden(
        `You may not do this: the permission '${permission.name}' is not granted to you. Ask whoever runs the portal.`,
        { permission: permission.name },
      );
    },

    /** Requires that the caller may change `flag`. */
    async requireFlagUpdate(caller: Caller, flag: FlagRecord): Promise<void> {
      const decision = await decide(caller, flagUpdatePermission);
      if (!judgeFlag(decision, flag)) throw notOwner('flag', flag);
    },

    /** Requires that the caller may change `client`. */
    async requireClientUpdate(
      caller: Caller,
      client: StoredClient,
    ): Promise<void> {
      const decision = await decide(caller, clientUpdatePermission);
      if (!judgeClient(decision, client)) throw notOwner('client', client);
    },

    /**
     * Requires that the caller may change segments, and belongs to the owner
     * of this one where it has one.
     */
    async requireSegmentUpdate(
      caller: Caller,
      segment: Pick<SegmentRecord, 'id' | 'owner'>,
    ): Promise<void> {
      await this.require(caller, segmentUpdatePermission);
      const { id, owner } = segment;
      if (owner === null || !deps.auth.isPrincipal(caller, 'user')) return;
      const { ownershipEntityRefs } = await deps.userInfo.getUserInfo(caller);
      if (!ownershipEntityRefs.includes(owner)) {
        throw notOwner('segment', { id, owner });
      }
    },

    /** Requires that a person belongs to `owner`; services may name anyone. */
    async requireMembership(caller: Caller, owner: string): Promise<void> {
      if (!deps.auth.isPrincipal(caller, 'user')) return;
      const { ownershipEntityRefs } = await deps.userInfo.getUserInfo(caller);
      if (ownershipEntityRefs.includes(owner)) return;
      throw forbidden(
        `You cannot create this for ${owner}, because you do not belong to it. Choose one of ${ownershipEntityRefs.join(', ')}.`,
        { owner, ownershipEntityRefs },
      );
    },

    /** Requires a service, such as an edge with its token. */
    requireService(caller: Caller): void {
      if (deps.auth.isPrincipal(caller, 'service')) return;
      throw forbidden(
        'This is for edges and other services only: it is about all clients and units. Use a service token.',
        {},
      );
    },
  };
};
