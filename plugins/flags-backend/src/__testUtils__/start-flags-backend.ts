import type { BackstageUserInfo } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import type { CreateFlag } from '@etude/plugin-flags-common';
import request from 'supertest';
import { z } from 'zod';
import { flagsPlugin } from '../plugin';

// The first start of a backend compiles it, which takes its time.
jest.setTimeout(60_000);

/** Ada of growth, the signed-in user of these tests. */
export const ADA: BackstageUserInfo = {
  userEntityRef: 'user:default/ada',
  ownershipEntityRefs: ['user:default/ada', 'group:default/growth'],
};

const ownersMayChange = (resourceType: string): PolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'flags',
  resourceType,
  conditions: {
    rule: 'IS_OWNER',
    resourceType,
    params: { claims: ADA.ownershipEntityRefs },
  },
});

const isService = ({ principal }: { principal: unknown }): boolean =>
  JSON.stringify(principal).includes('"type":"service"');

// Services are allowed everything, as by the real permission service.
const ownershipPermissions = mockServices.permissions.mock({
  authorize: requests =>
    Promise.resolve(requests.map(() => ({ result: AuthorizeResult.ALLOW }))),
  authorizeConditional: (requests, { credentials }) =>
    Promise.resolve(
      requests.map(({ permission }) =>
        isService(credentials)
          ? { result: AuthorizeResult.ALLOW }
          : ownersMayChange(permission.resourceType),
      ),
    ),
});

const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    problems: z.array(
      z.object({ code: z.string(), path: z.string().optional() }),
    ),
  }),
});

/** What a refused request was answered: its code and problems. */
export const refusalOf = ({ body }: { body: unknown }) =>
  refusalSchema.parse(body).error;

/**
 * The flags plugin behind real HTTP on SQLite in memory, under the portal's
 * ownership policy, with requests of Ada, of Bob and of services.
 */
export const startFlagsBackend = async (config: JsonObject = {}) => {
  const audit = { success: jest.fn(), fail: jest.fn() };
  const auditor = mockServices.auditor.mock({
    createEvent: () => Promise.resolve(audit),
  });
  const { server } = await startTestBackend({
    features: [
      flagsPlugin,
      mockServices.rootConfig.factory({ data: config }),
      mockServices.userInfo.mock({ getUserInfo: () => Promise.resolve(ADA) })
        .factory,
      ownershipPermissions.factory,
      auditor.factory,
    ],
  });
  const call = (header: string) => {
    const send =
      (method: 'get' | 'post' | 'put' | 'delete') =>
      (path: string, body?: object) => {
        const sent = request(server)
          [method](`/api/flags${path}`)
          .set('authorization', header);
        return body === undefined ? sent : sent.send(body);
      };
    return {
      get: send('get'),
      post: send('post'),
      put: send('put'),
      delete: send('delete'),
    };
  };
  return {
    server,
    audit,
    ada: call(mockCredentials.user.header(ADA.userEntityRef)),
    /** A colleague of Ada: the same groups, another person. */
    bob: call(mockCredentials.user.header('user:default/bob')),
    service: call(mockCredentials.service.header()),
  };
};

export type FlagsBackend = Awaited<ReturnType<typeof startFlagsBackend>>;

/** A body for `POST /flags` with two variants. */
export const newFlag = (overrides: object = {}): CreateFlag => ({
  id: 'checkout-button',
  description: 'Colour of the button',
  owner: 'group:default/growth',
  componentRef: 'component:default/checkout',
  clients: ['webshop'],
  schema: { type: 'struct', fields: { color: { type: 'string' } } },
  variants: [
    { id: 'control', value: { color: 'blue' } },
    { id: 'green', value: { color: 'green' } },
  ],
  ...overrides,
});

/** A body for `POST /clients`. */
export const newClient = (overrides: object = {}) => ({
  id: 'webshop',
  displayName: 'Web shop',
  owner: 'group:default/growth',
  ...overrides,
});
