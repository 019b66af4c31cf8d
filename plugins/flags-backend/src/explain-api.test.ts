import {
  explainAnswerSchema,
  flagRecordSchema,
} from '@etude/plugin-flags-common';
import {
  newClient,
  newFlag,
  refusalOf,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';

const FLAG = '/v1/flags/checkout-button';

const rule = (country: string) => ({
  kind: 'conditional',
  name: 'By country',
  targeting: {
    criteria: {
      home: {
        type: 'attribute',
        attribute: 'user.country',
        rule: { op: 'eq', value: { type: 'string', value: country } },
      },
    },
    expression: { type: 'ref', ref: 'home' },
  },
  assignments: [{ kind: 'variant', variant: 'green' }],
  environments: ['production'],
  enabled: true,
});

const start = async () => {
  const backend = await startFlagsBackend();
  const { ada } = backend;
  await ada.post('/v1/clients', newClient()).expect(201);
  await ada
    .post('/v1/flags', newFlag({ defaultVariant: 'control' }))
    .expect(201);
  const created = await ada.post(`${FLAG}/rules`, rule('SE')).expect(201);
  const [saved] = flagRecordSchema.parse(created.body).rules;
  return {
    ...backend,
    ruleId: saved?.id ?? '',
    explain: async (country: string, overrides: object = {}) => {
      const answer = await ada
        .post(`${FLAG}/explain`, {
          clientId: 'webshop',
          environments: ['production'],
          context: { targeting_key: 'user-1', user: { country } },
          ...overrides,
        })
        .expect(200);
      return explainAnswerSchema.parse(answer.body);
    },
  };
};

describe('POST /flags/{id}/explain', () => {
  it('says for every rule why it matched or not', async () => {
    const { explain } = await start();
    const swedish = await explain('SE');
    expect(swedish).toMatchObject({
      revision: 2,
      explanation: {
        reason: 'MATCH',
        variant: 'flags/checkout-button/variants/green',
        value: { color: 'green' },
        rules: [{ outcome: 'matched' }],
      },
    });
    expect((await explain('NO')).explanation).toMatchObject({
      reason: 'DEFAULT',
      variant: 'flags/checkout-button/variants/control',
      rules: [
        {
          outcome: 'targetingNotMet',
          segment: { criteria: [{ name: 'home', contextValue: 'NO' }] },
        },
      ],
    });
    const staging = await explain('SE', { environments: ['staging'] });
    expect(staging.explanation?.rules[0]?.outcome).toBe('otherEnvironment');
    const stranger = await explain('SE', { clientId: 'another-app' });
    expect(stranger.explanation).toBeNull();
  });

  it('tells what would have happened at a time, segments included', async () => {
    const { ada, explain, ruleId } = await start();
    const pause = () =>
      new Promise(resolve => {
        setTimeout(resolve, 10);
      });
    await pause();
    const at = new Date().toISOString();
    await pause();
    // Only the segment of the rule changes, not the rule.
    await ada.put(`${FLAG}/rules/${ruleId}`, rule('NO')).expect(200);
    const variantOf = async (overrides: object) =>
      (await explain('SE', overrides)).explanation?.variant;
    expect(await variantOf({})).toBe('flags/checkout-button/variants/control');
    expect(await variantOf({ at })).toBe(
      'flags/checkout-button/variants/green',
    );
    expect((await explain('SE', { at })).revision).toBe(2);
    const ask = (time: string) =>
      ada.post(`${FLAG}/explain`, {
        clientId: 'webshop',
        context: {},
        at: time,
      });
    await ask('2020-01-01T00:00:00Z').expect(404);
    const future = await ask('2999-01-01T00:00:00Z').expect(400);
    expect(refusalOf(future).problems[0]?.path).toBe('at');
  });

  it('knows the sticky assignments that edges keep here', async () => {
    const { ada, service, explain, ruleId } = await start();
    const sticky = (isIntakePaused: boolean) => ({
      ...rule('SE'),
      stickiness: { materialization: 'checkout', isIntakePaused },
    });
    await ada.put(`${FLAG}/rules/${ruleId}`, sticky(false)).expect(200);
    const outcomeOf = async (country: string) =>
      (await explain(country)).explanation?.rules[0]?.outcome;
    expect(await outcomeOf('SE')).toBe('materializationUnknown');
    const keep = (unit: string) =>
      service
        .post('/v1/materializations:write', {
          writes: [
            {
              materialization: 'checkout',
              unit,
              rule: `flags/checkout-button/rules/${ruleId}`,
              variant: 'flags/checkout-button/variants/green',
              replaces: null,
            },
          ],
        })
        .expect(200);
    await keep('somebody-else');
    expect(await outcomeOf('SE')).toBe('matched');
    expect(await outcomeOf('NO')).toBe('targetingNotMet');
    await ada.put(`${FLAG}/rules/${ruleId}`, sticky(true)).expect(200);
    expect(await outcomeOf('SE')).toBe('materializationMissed');
    await keep('user-1');
    expect(await outcomeOf('NO')).toBe('matched');
  });
});
