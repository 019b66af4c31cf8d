import type {
  ChangeRequest,
  CreateChangeRequest,
  FlagRecord,
  FlagsClient,
  PersonRuleInput,
  RuleOrder,
  UpdateFlag,
} from '@etude/plugin-flags-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Rule } from '../../model/wire-types';
import { renderFlags } from '../../testing/render-flags';
import type { FakeFlags } from '../../testing/render-flags';
import {
  testClient,
  testExperimentRule,
  testFlag,
  testRollout,
  testSegment,
} from '../../testing/test-flag';
import { RulesTab } from '../FlagPage/RulesTab';

const ours = (changes: Partial<Rule> = {}): Rule =>
  testRollout({
    id: 'ours',
    name: 'Our own people',
    owner: { kind: 'person', ref: 'user:default/ada' },
    segment: 'rule-ours',
    assignments: [
      { id: 'on', kind: 'variant', variant: 'on', ranges: [[0, 1_000_000]] },
    ],
    ...changes,
  });

const oursSegment = testSegment({
  id: 'rule-ours',
  managedBy: 'rule',
  allocation: { proportion: 1, exclusivityTags: [], exclusiveTo: [] },
});

const conflict = () =>
  Object.assign(new Error('Changed by someone else.'), {
    code: 'ETUDE_FLAGS_ETAG_CONFLICT',
  });

const renderRules = (
  flag: FlagRecord,
  api: FakeFlags = {},
  options: { readonly canChange?: boolean; readonly editing?: string } = {},
) => {
  const onChanged = jest.fn();
  renderFlags(
    <RulesTab
      flag={flag}
      canChange={options.canChange ?? true}
      onChanged={onChanged}
    />,
    {
      segments: { list: async () => [oursSegment, testSegment()] },
      clients: { list: async () => [testClient()] },
      ...api,
      usage: {
        contextSchema: async () => [
          {
            path: 'country',
            types: ['string'],
            kind: 'country',
            count: 10,
            lastSeenAt: '2026-03-01T00:00:00Z',
          },
        ],
      },
    },
    `/flags/new-checkout${options.editing ? `?rule=${options.editing}` : ''}`,
  );
  return { onChanged };
};

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

const choose = async (name: string | RegExp, option: string | RegExp) => {
  await userEvent.click(screen.getByRole('button', { name }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

describe('a new rule', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('gives a variant to units that meet a condition', async () => {
    const created: PersonRuleInput[] = [];
    const { onChanged } = renderRules(testFlag(), {
      rules: {
        create: async (_id, rule) => {
          created.push(rule);
          return testFlag();
        },
      },
    });
    await press('Add rule');
    await userEvent.type(await screen.findByLabelText(/^Name/), 'Swedes');
    await press('Add condition');
    await userEvent.type(
      screen.getByRole('combobox', { name: /Attribute/ }),
      'country',
    );
    await userEvent.keyboard('{Escape}');
    await choose(/Comparison of country/, 'is one of');
    await userEvent.type(
      screen.getByRole('textbox', { name: /Values of country/ }),
      'SE{Enter}NO',
    );
    expect(
      screen.getByText('In words: Units for which country is one of SE, NO.'),
    ).toBeInTheDocument();

    await press('Create rule');

    await waitFor(() => expect(onChanged).toHaveBeenCalled());
    expect(created).toEqual([
      {
        kind: 'conditional',
        targeting: {
          criteria: {
            c1: {
              type: 'attribute',
              attribute: 'country',
              rule: {
                op: 'set',
                values: [
                  { type: 'string', value: 'SE' },
                  { type: 'string', value: 'NO' },
                ],
              },
            },
          },
          expression: { type: 'ref', ref: 'c1' },
        },
        name: 'Swedes',
        assignments: [{ kind: 'variant', variant: 'on', weight: 100 }],
        reach: 1,
        targetingKeySelector: '',
        environments: [],
        enabled: false,
        position: 0,
        stickiness: null,
        etag: '1',
      },
    ]);
    expect(
      screen.queryByRole('group', { name: 'New rule' }),
    ).not.toBeInTheDocument();
  }, 30_000);

  it('lists every problem and keeps what was typed over a reload', async () => {
    renderRules(testFlag(), {}, { editing: 'new' });
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Listed units' }),
    );
    await press('Create rule');

    const list = await screen.findByRole('alert');
    expect(within(list).getByText(/The rule has no name/)).toBeInTheDocument();
    await userEvent.click(within(list).getByText(/No unit is listed/));
    expect(screen.getByRole('textbox', { name: /^Units/ })).toHaveFocus();
    await userEvent.keyboard('ada');
    expect(window.sessionStorage.length).toBe(1);
    expect(
      screen.getByText(
        '1 unit get on, in every environment. The rule stays off: nobody gets anything yet.',
      ),
    ).toBeInTheDocument();
  }, 30_000);
});

describe('a rule of a person', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('is edited, through a conflict, without losing what was typed', async () => {
    const updates: PersonRuleInput[] = [];
    const { onChanged } = renderRules(
      testFlag({ rules: [ours()] }),
      {
        getFlagHistory: async () => [
          {
            revision: 2,
            at: '2026-03-02T10:00:00Z',
            by: 'service:rollout',
            change: 'rollout-plan-changed',
            summary: 'The release of on is complete.',
            flag: testFlag({ etag: '2', rules: [ours(), testRollout()] }),
          },
          {
            revision: 1,
            at: '2026-03-01T10:00:00Z',
            by: 'user:default/ada',
            change: 'created',
            summary: 'Created with 2 variants.',
            flag: testFlag({ rules: [ours()] }),
          },
        ],
        rules: {
          update: async (_flag, _rule, input) => {
            updates.push(input);
            if (input.etag !== '2') throw conflict();
            return testFlag();
          },
        },
      },
      { editing: 'ours' },
    );
    const name = await screen.findByRole('textbox', { name: /^Name/ });
    await userEvent.type(name, ' in Sweden');
    await press('Save rule');
    const notice = await screen.findByRole('alert');
    const changed = await within(notice).findByRole('list', {
      name: 'What was changed meanwhile',
    });
    expect(changed).toHaveTextContent('The release of on is complete.');
    expect(changed).not.toHaveTextContent('Created with 2 variants.');
    expect(within(notice).getByText(/\+ .*"id": "rollout-on"/)).toBeVisible();
    await press('Save mine on top of it');

    await waitFor(() => expect(updates).toHaveLength(2));
    expect(updates.map(({ etag }) => etag)).toEqual(['1', '2']);
    expect(updates[1]).toMatchObject({
      name: 'Our own people in Sweden',
      kind: 'conditional',
      targeting: oursSegment.targeting,
      enabled: true,
      reach: 1,
    });
    expect(onChanged).toHaveBeenCalled();
  }, 30_000);

  it('is asked for where the flag is protected', async () => {
    const asked: CreateChangeRequest[] = [];
    const changes: Partial<FlagsClient['changes']> = {
      createRequest: async input => {
        asked.push(input);
        // Nothing of the answer is shown.
        return {} as ChangeRequest;
      },
    };
    renderRules(
      testFlag({ rules: [ours()] }),
      {
        rules: {
          update: async () => {
            throw Object.assign(new Error('production is protected.'), {
              code: 'ETUDE_FLAGS_APPROVAL_REQUIRED_CONFLICT',
            });
          },
        },
        changes,
      },
      { editing: 'ours' },
    );
    await userEvent.type(
      await screen.findByRole('textbox', { name: /^Name/ }),
      ' in Sweden',
    );
    await press('Save rule');
    expect(await screen.findByText('production is protected.')).toBeVisible();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Why it should be made' }),
      'The launch is today',
    );
    await press('Ask for approval');

    expect(await screen.findByText('Asked for approval')).toBeVisible();
    expect(
      screen.queryByRole('group', { name: 'Edit Our own people' }),
    ).not.toBeInTheDocument();
    expect(window.sessionStorage).toHaveLength(0);
    expect(asked).toMatchObject([
      {
        flagId: 'new-checkout',
        etag: '1',
        reason: 'The launch is today',
        change: {
          kind: 'rule-update',
          ruleId: 'ours',
          rule: { name: 'Our own people in Sweden', kind: 'conditional' },
        },
      },
    ]);
    expect(asked[0]?.change).not.toHaveProperty('rule.etag');
  }, 30_000);

  it.each([
    ['as a change of the rule', ours(), 'rule-update'],
    [
      'with its buckets where those were divided elsewhere',
      ours({
        assignments: [
          {
            id: 'on',
            kind: 'variant',
            variant: 'on',
            ranges: [
              [0, 1000],
              [5000, 6000],
            ],
          },
        ],
      }),
      'update',
    ],
  ])(
    'is asked to be switched off %s',
    async (_how, rule, kind) => {
      const asked: CreateChangeRequest[] = [];
      renderRules(testFlag({ rules: [rule] }), {
        updateFlag: async () => {
          throw Object.assign(new Error('production is protected.'), {
            code: 'ETUDE_FLAGS_APPROVAL_REQUIRED_CONFLICT',
          });
        },
        changes: {
          createRequest: async input => {
            asked.push(input);
            // Nothing of the answer is shown.
            return {} as ChangeRequest;
          },
        },
      });
      await press('Switch the rule Our own people off');
      await userEvent.click(
        within(await screen.findByRole('dialog')).getByRole('button', {
          name: 'Switch off',
        }),
      );
      await userEvent.type(
        await screen.findByRole('textbox', { name: 'Why it should be made' }),
        'It is late',
      );
      await press('Ask for approval');

      expect(await screen.findByText('Asked for approval')).toBeVisible();
      await waitFor(() =>
        expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
      );
      expect(asked.map(({ change }) => change.kind)).toEqual([kind]);
      const wanted = kind === 'rule-update' ? 'rule' : 'update.rules.0';
      expect(asked[0]?.change).toHaveProperty(`${wanted}.enabled`, false);
    },
    30_000,
  );

  it('is deleted only after saying who loses what', async () => {
    const deleted: unknown[] = [];
    renderRules(testFlag({ rules: [ours()] }), {
      rules: {
        delete: async (...args) => {
          deleted.push(args);
          return testFlag();
        },
      },
    });
    await screen.findByText(/Units for which country is SE/);
    await press('Delete the rule Our own people');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'Units for which country is SE lose on (100 % of them) within seconds, in every environment of shop-web.',
    );
    expect(deleted).toEqual([]);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete rule' }),
    );
    await waitFor(() =>
      expect(deleted).toEqual([['new-checkout', 'ours', '1']]),
    );
  }, 30_000);

  it('is switched off without moving anything else', async () => {
    const updates: UpdateFlag[] = [];
    const rules = [testExperimentRule(), ours()];
    renderRules(testFlag({ rules }), {
      updateFlag: async (_id, update) => {
        updates.push(update);
        return testFlag();
      },
    });
    await press('Switch the rule Our own people off');
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Switch off' }),
    );
    await waitFor(() => expect(updates).toHaveLength(1));
    expect(updates[0]?.rules).toEqual([
      testExperimentRule(),
      ours({ enabled: false }),
    ]);
  }, 30_000);
});

describe('the order of rules', () => {
  it('is changed one step at a time, by anybody who may', async () => {
    const orders: RuleOrder[] = [];
    renderRules(testFlag({ rules: [testExperimentRule(), ours()] }), {
      rules: {
        order: async (_id, order) => {
          orders.push(order);
          return testFlag();
        },
      },
    });
    expect(
      await screen.findByRole('button', { name: 'Move Faster checkout up' }),
    ).toBeDisabled();
    await press('Move Our own people up');

    await waitFor(() =>
      expect(orders).toEqual([
        { etag: '1', rules: ['ours', 'experiment-faster'] },
      ]),
    );
    expect(
      await screen.findByText('Our own people is now rule 1 of 2.'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Edit the rule Faster checkout' }),
    ).not.toBeInTheDocument();
  }, 30_000);

  it('shows the rules of whoever was first', async () => {
    const { onChanged } = renderRules(
      testFlag({ rules: [testExperimentRule(), ours()] }),
      {
        rules: {
          order: async () => {
            throw conflict();
          },
        },
      },
    );
    await press('Move Our own people up');

    expect(
      await screen.findByText('Changed by someone else.'),
    ).toBeInTheDocument();
    expect(onChanged).toHaveBeenCalled();
  }, 30_000);

  it('is only shown to those who may not change it', async () => {
    renderRules(
      testFlag({ rules: [testExperimentRule(), ours()] }),
      {},
      { canChange: false },
    );
    await screen.findAllByText(/Units for which country is SE/);
    expect(screen.queryByRole('button', { name: /Move|Edit|Delete|Add/ })).toBe(
      null,
    );
  }, 30_000);
});
