import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { OwnershipPolicy } from './ownership-policy';

const ada = {
  token: 'not-used',
  identity: {
    type: 'user' as const,
    userEntityRef: 'user:default/ada',
    ownershipEntityRefs: ['user:default/ada', 'group:default/growth'],
  },
  expiresInSeconds: 60,
  credentials: mockCredentials.user('user:default/ada'),
  info: {
    userEntityRef: 'user:default/ada',
    ownershipEntityRefs: ['user:default/ada', 'group:default/growth'],
  },
};

const flag = (action: 'read' | 'update' | 'delete') =>
  createPermission({
    name: `flags.flag.${action}`,
    attributes: { action },
    resourceType: 'flag',
  });

describe('OwnershipPolicy', () => {
  const policy = new OwnershipPolicy(
    mockServices.userInfo({
      ownershipEntityRefs: ['user:default/ada', 'group:default/growth'],
    }),
  );

  it('lets owners change what they own, by condition', async () => {
    await expect(
      policy.handle({ permission: flag('update') }, ada),
    ).resolves.toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'flags',
      resourceType: 'flag',
      conditions: {
        rule: 'IS_OWNER',
        resourceType: 'flag',
        params: { claims: ['user:default/ada', 'group:default/growth'] },
      },
    });
  });

  it('lets everyone who is signed in read', async () => {
    await expect(
      policy.handle({ permission: flag('read') }, ada),
    ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
  });

  it('lets nobody else do anything', async () => {
    await expect(policy.handle({ permission: flag('read') })).resolves.toEqual({
      result: AuthorizeResult.DENY,
    });
  });
});
