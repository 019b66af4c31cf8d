import { GrowthBookClient } from '@growthbook/growthbook';

export const create = ({ users, flagKeys, blocked, key: asked }) => {
  const feature = key => ({
    defaultValue: 'none',
    rules: [
      { condition: { employee: 'yes' }, force: 'treatment' },
      { condition: { country: { $in: blocked } }, force: 'control' },
      {
        condition: { appVersion: { $vgte: '8.5.0' } },
        key,
        variations: ['control', 'treatment'],
        weights: [0.5, 0.5],
        coverage: 1,
        hashAttribute: 'id',
      },
    ],
  });
  const client = new GrowthBookClient();
  client.initSync({
    payload: {
      features: Object.fromEntries(flagKeys.map(key => [key, feature(key)])),
    },
  });
  const contexts = users.map(attributes => ({ attributes }));
  return index => client.evalFeature(asked, contexts[index]).value;
};
