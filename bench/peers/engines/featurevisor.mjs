import { createInstance } from '@featurevisor/sdk';

const segment = (attribute, operator, value) => ({
  conditions: [{ attribute, operator, value }],
});
const everyone = variation => [{ variation, range: [0, 100000] }];

export const create = ({ users, flagKeys, blocked, key: asked }) => {
  const feature = key => ({
    key,
    bucketBy: 'id',
    variations: [{ value: 'control' }, { value: 'treatment' }],
    traffic: [
      {
        key: 'employees',
        segments: 'employees',
        percentage: 100000,
        allocation: everyone('treatment'),
      },
      {
        key: 'blocked',
        segments: 'blocked',
        percentage: 100000,
        allocation: everyone('control'),
      },
      {
        key: 'current',
        segments: 'current',
        percentage: 100000,
        allocation: [
          { variation: 'control', range: [0, 50000] },
          { variation: 'treatment', range: [50000, 100000] },
        ],
      },
    ],
  });
  const instance = createInstance({
    logLevel: 'fatal',
    datafile: {
      schemaVersion: '2',
      revision: '1',
      segments: {
        employees: segment('employee', 'equals', 'yes'),
        blocked: segment('country', 'in', blocked),
        current: segment('appVersion', 'semverGreaterThanOrEquals', '8.5.0'),
      },
      features: Object.fromEntries(flagKeys.map(key => [key, feature(key)])),
    },
  });
  return index => instance.getVariation(asked, users[index]) ?? 'none';
};
