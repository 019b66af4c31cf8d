import { InMemStorageProvider, Unleash } from 'unleash-client';

const strategy = (constraint, variants) => ({
  name: 'flexibleRollout',
  parameters: { rollout: '100', stickiness: 'userId', groupId: 'bench' },
  constraints: [{ caseInsensitive: false, inverted: false, ...constraint }],
  variants,
});

const variant = (name, weight) => ({
  name,
  weight,
  stickiness: 'userId',
  payload: { type: 'string', value: name },
});

export const create = async ({ users, flagKeys, blocked, key: asked }) => {
  const feature = name => ({
    name,
    type: 'experiment',
    enabled: true,
    stale: false,
    impressionData: false,
    variants: [],
    strategies: [
      strategy({ contextName: 'employee', operator: 'IN', values: ['yes'] }, [
        variant('treatment', 1000),
      ]),
      strategy({ contextName: 'country', operator: 'IN', values: blocked }, [
        variant('control', 1000),
      ]),
      strategy(
        {
          contextName: 'appVersion',
          operator: 'SEMVER_LT',
          value: '8.5.0',
          values: [],
          inverted: true,
        },
        [variant('control', 500), variant('treatment', 500)],
      ),
    ],
  });
  const client = new Unleash({
    appName: 'bench',
    url: 'http://127.0.0.1:9/',
    refreshInterval: 0,
    disableMetrics: true,
    skipInstanceCountWarning: true,
    storageProvider: new InMemStorageProvider(),
    bootstrap: { data: flagKeys.map(feature) },
  });
  client.on('error', () => {});
  client.on('warn', () => {});
  await new Promise(resolve => {
    client.once('ready', resolve);
    setTimeout(resolve, 3000);
  });
  const contexts = users.map(({ id, ...properties }) => ({
    userId: id,
    properties,
  }));
  return index => {
    const {
      feature_enabled: isEnabled,
      featureEnabled,
      name,
    } = client.getVariant(asked, contexts[index]);
    return (isEnabled ?? featureEnabled) ? name : 'none';
  };
};
