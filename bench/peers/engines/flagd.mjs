import { FlagdCore } from '@openfeature/flagd-core';

const silent = { error() {}, warn() {}, info() {}, debug() {} };

export const create = ({ users, flagKeys, blocked, key: asked }) => {
  const flag = {
    state: 'ENABLED',
    variants: { control: 'control', treatment: 'treatment', none: 'none' },
    defaultVariant: 'none',
    targeting: {
      if: [
        { '==': [{ var: 'employee' }, 'yes'] },
        'treatment',
        { in: [{ var: 'country' }, blocked] },
        'control',
        { sem_ver: [{ var: 'appVersion' }, '>=', '8.5.0'] },
        {
          fractional: [
            ['control', 50],
            ['treatment', 50],
          ],
        },
        'none',
      ],
    },
  };
  const core = new FlagdCore(undefined, silent);
  core.setConfigurations(
    JSON.stringify({
      flags: Object.fromEntries(flagKeys.map(key => [key, flag])),
    }),
  );
  const contexts = users.map(({ id, ...rest }) => ({
    targetingKey: id,
    ...rest,
  }));
  return index =>
    core.resolveStringEvaluation(asked, 'none', contexts[index]).variant;
};
