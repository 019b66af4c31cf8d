import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { BackstageUserInfo } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { notificationService } from '@backstage/plugin-notifications-node';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { ExperimentsClient } from '@etude/plugin-experiments-common';
import { experimentsPlugin } from '../plugin';
import { createFakeFlags } from './fake-flags-plugin';
import { createFakeMetrics } from './fake-metrics-plugin';

const ownersMayChange = (user: BackstageUserInfo): PolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'experiments',
  resourceType: 'experiment',
  conditions: {
    rule: 'IS_OWNER',
    resourceType: 'experiment',
    params: { claims: user.ownershipEntityRefs },
  },
});

const personOf = (userEntityRef: string): BackstageUserInfo => ({
  userEntityRef,
  ownershipEntityRefs: [
    userEntityRef,
    userEntityRef === 'user:default/ada'
      ? 'group:default/growth'
      : 'group:default/payments',
  ],
});

const userOf = (credentials: unknown): BackstageUserInfo | undefined => {
  const { principal } = credentials as {
    principal: { type: string; userEntityRef?: string };
  };
  return principal.userEntityRef === undefined
    ? undefined
    : personOf(principal.userEntityRef);
};

// The portal's ownership policy; services may do everything, as the real
// permission service decides by itself.
const ownershipPermissions = () =>
  mockServices.permissions.mock({
    authorize: requests =>
      Promise.resolve(requests.map(() => ({ result: AuthorizeResult.ALLOW }))),
    authorizeConditional: (requests, { credentials }) => {
      const user = userOf(credentials);
      return Promise.resolve(
        requests.map(() =>
          user ? ownersMayChange(user) : { result: AuthorizeResult.ALLOW },
        ),
      );
    },
  }).factory;

/**
 * The experiments plugin behind real HTTP on SQLite in memory, with clients
 * of Ada (growth), Grace (payments) and a service, and with fakes of the
 * flags and metrics plugins behind HTTP too.
 */
export const startExperimentsBackend = async () => {
  const flags = createFakeFlags();
  const metrics = createFakeMetrics();
  const scheduler = mockServices.scheduler();
  const actions = actionsRegistryServiceMock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  const sent: NotificationSendOptions[] = [];
  const { server } = await startTestBackend({
    features: [
      experimentsPlugin,
      flags.plugin,
      metrics.plugin,
      ownershipPermissions(),
      mockServices.auditor.mock({ createEvent: () => Promise.resolve(audit) })
        .factory,
      mockServices.userInfo.mock({
        getUserInfo: credentials =>
          Promise.resolve(
            userOf(credentials) ?? personOf('user:default/nobody'),
          ),
      }).factory,
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: options => {
            sent.push(options);
            return Promise.resolve();
          },
        }),
      }),
    ],
  });
  const clientOf = (authorization: string) =>
    new ExperimentsClient({
      discoveryApi: {
        getBaseUrl: () =>
          Promise.resolve(`http://localhost:${server.port()}/api/experiments`),
      },
      fetchApi: {
        fetch: (input, init) => {
          const headers = new Headers(init?.headers);
          headers.set('authorization', authorization);
          return fetch(input, { ...init, headers });
        },
      },
    });
  return {
    flags,
    metrics,
    actions,
    audit,
    sent,
    server,
    ada: clientOf(mockCredentials.user.header('user:default/ada')),
    grace: clientOf(mockCredentials.user.header('user:default/grace')),
    service: clientOf(mockCredentials.service.header()),
    runSchedule: () => scheduler.triggerTask('refresh-experiments'),
  };
};

export type ExperimentsBackend = Awaited<
  ReturnType<typeof startExperimentsBackend>
>;
