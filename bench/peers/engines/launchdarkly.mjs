import { init } from '@launchdarkly/node-server-sdk';
import { TestData } from '@launchdarkly/node-server-sdk/integrations';

const silent = { error() {}, warn() {}, info() {}, debug() {} };
const clause = (attribute, op, values, negate) => ({
  contextKind: 'user',
  attribute,
  op,
  values,
  negate,
});

export const create = async ({ users, flagKeys, blocked, key: asked }) => {
  const flag = key => ({
    key,
    version: 1,
    on: true,
    salt: key,
    variations: ['control', 'treatment', 'none'],
    offVariation: 2,
    fallthrough: { variation: 2 },
    targets: [],
    prerequisites: [],
    rules: [
      {
        id: 'employees',
        variation: 1,
        clauses: [clause('employee', 'in', ['yes'], false)],
      },
      {
        id: 'blocked',
        variation: 0,
        clauses: [clause('country', 'in', blocked, false)],
      },
      {
        id: 'current',
        // It has no "at least": not less than.
        clauses: [clause('appVersion', 'semVerLessThan', ['8.5.0'], true)],
        rollout: {
          kind: 'rollout',
          contextKind: 'user',
          variations: [
            { variation: 0, weight: 50000 },
            { variation: 1, weight: 50000 },
          ],
        },
      },
    ],
  });
  const data = new TestData();
  for (const key of flagKeys) await data.usePreconfiguredFlag(flag(key));
  const client = init('sdk-key', {
    updateProcessor: data.getFactory(),
    sendEvents: false,
    diagnosticOptOut: true,
    logger: silent,
  });
  await client.waitForInitialization({ timeout: 10 });
  const contexts = users.map(({ id, ...rest }) => ({
    kind: 'user',
    key: id,
    ...rest,
  }));
  return index => client.variation(asked, contexts[index], 'none');
};
