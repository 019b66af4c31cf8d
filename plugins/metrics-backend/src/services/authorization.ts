import type {
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  type PermissionResourceRef,
} from '@backstage/plugin-permission-node';
import type { Caller } from '@etude/api-node';
import { EtudeError } from '@etude/kernel';

export type AuthorizationOptions = {
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
  readonly userInfo: UserInfoService;
};

export type ResourceCheck<T, Q, N extends string> = {
  readonly permission: ResourcePermission<N>;
  readonly resourceRef: PermissionResourceRef<T, Q, N>;
  readonly resource: T;
};

/** Something owned that is to be stored, in place of `previous` if there is one. */
export type StoreCheck<T extends Owned, Q, N extends string> = {
  readonly create: BasicPermission;
  readonly update: ResourcePermission<N>;
  readonly resourceRef: PermissionResourceRef<T, Q, N>;
  readonly previous: T | undefined;
  readonly owner: string;
};

type Owned = { readonly owner: string };

/** Who did it, for records: an entity ref, or `service:` and its subject. */
export const principalName = ({ principal }: Caller): string =>
  principal.type === 'user'
    ? principal.userEntityRef
    : `service:${principal.subject}`;

/** Refuses what the caller may not do. Each method throws a 403 or passes. */
export class Authorization {
  readonly #options: AuthorizationOptions;

  constructor(options: AuthorizationOptions) {
    this.#options = options;
  }

  /** @throws ETUDE_METRICS_FORBIDDEN */
  async require(permission: BasicPermission, caller: Caller): Promise<void> {
    const [decision] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials: caller },
    );
    if (decision?.result !== AuthorizeResult.ALLOW) {
      throw forbidden(permission.name, caller);
    }
  }

  /** @throws ETUDE_METRICS_FORBIDDEN */
  async requireFor<T, Q, N extends string>(
    check: ResourceCheck<T, Q, N>,
    caller: Caller,
  ): Promise<void> {
    const { permission, resourceRef, resource } = check;
    const [decision] = await this.#options.permissions.authorizeConditional(
      [{ permission }],
      { credentials: caller },
    );
    const isAllowed = createConditionAuthorizer(
      this.#options.permissionsRegistry.getPermissionRuleset(resourceRef),
    );
    if (!decision || !isAllowed(decision, resource)) {
      throw forbidden(permission.name, caller);
    }
  }

  /** @throws ETUDE_METRICS_FORBIDDEN, ETUDE_METRICS_OWNER_FORBIDDEN */
  async requireStore<T extends Owned, Q, N extends string>(
    check: StoreCheck<T, Q, N>,
    caller: Caller,
  ): Promise<void> {
    const { create, update, resourceRef, previous, owner } = check;
    if (previous) {
      const change = { permission: update, resourceRef, resource: previous };
      await this.requireFor(change, caller);
    } else {
      await this.require(create, caller);
    }
    if (owner !== previous?.owner) await this.requireOwnership(owner, caller);
  }

  /** @throws ETUDE_METRICS_OWNER_FORBIDDEN; services may act for any owner. */
  async requireOwnership(owner: string, caller: Caller): Promise<void> {
    if (caller.principal.type === 'service') return;
    const { ownershipEntityRefs } =
      await this.#options.userInfo.getUserInfo(caller);
    if (ownershipEntityRefs.includes(owner)) return;
    throw new EtudeError(
      `You cannot make ${owner} the owner because you do not belong to it. Choose yourself or one of your groups: ${ownershipEntityRefs.join(', ')}.`,
      {
        code: 'ETUDE_METRICS_OWNER_FORBIDDEN',
        kind: 'user',
        details: { owner },
      },
    );
  }
}

const forbidden = (permission: string, caller: Caller): EtudeError =>
  new EtudeError(
    `${principalName(caller)} may not do this: it takes the permission ${permission}. Ask the owner, or whoever runs the portal.`,
    { code: 'ETUDE_METRICS_FORBIDDEN', kind: 'user', details: { permission } },
  );
