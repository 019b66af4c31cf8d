import type { ExplainAnswer, ExplainRequest } from '@etude/plugin-flags-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import {
  testClient,
  testFlag,
  testRollout,
  testUsage,
} from '../../testing/test-flag';
import { ResolveTesterTab } from './ResolveTesterTab';

const answer: ExplainAnswer = {
  at: '2026-11-20T12:00:00Z',
  revision: 1,
  explanation: {
    flag: 'flags/new-checkout',
    reason: 'MATCH',
    variant: 'flags/new-checkout/variants/on',
    value: { enabled: true },
    isOff: false,
    prerequisites: [],
    sentence: 'Rule 2 gives on.',
    rules: [
      {
        rule: 'flags/new-checkout/rules/swedes-only',
        segmentName: 'segments/swedes',
        outcome: 'targetingNotMet',
        sentence: 'The context is not in the audience.',
        selector: '',
        unit: 'user-7',
        bucket: null,
        bucketCount: 10_000,
        assignmentId: null,
        variant: null,
        segment: {
          segment: 'segments/swedes',
          targeting: false,
          populationBucket: null,
          inPopulation: null,
          outcome: false,
          criteria: [
            {
              name: 'c0',
              criterion: {
                type: 'attribute',
                attribute: 'country',
                rule: { op: 'eq', value: { type: 'string', value: 'SE' } },
              },
              contextValue: 'NO',
              outcome: false,
            },
          ],
        },
      },
      {
        rule: 'flags/new-checkout/rules/rollout-on',
        segmentName: 'segments/everyone',
        outcome: 'matched',
        sentence: 'Bucket 41 is within 0 to 199,999.',
        selector: '',
        unit: 'user-7',
        bucket: 41,
        bucketCount: 1_000_000,
        assignmentId: 'on',
        variant: 'flags/new-checkout/variants/on',
        segment: null,
      },
    ],
  },
};

const renderTester = (
  explainFlag: (
    id: string,
    request: ExplainRequest,
  ) => Promise<ExplainAnswer> = async () => answer,
  address = '/flags/new-checkout?tab=test',
) =>
  renderFlags(
    <ResolveTesterTab flag={testFlag({ rules: [testRollout()] })} />,
    {
      explainFlag,
      clients: { list: async () => [testClient()] },
      usage: testUsage({
        contextSchema: async () => [
          {
            path: 'country',
            types: ['string'],
            kind: 'country',
            count: 9,
            lastSeenAt: '2026-11-20T12:00:00Z',
          },
        ],
      }),
    },
    address,
  );

const press = (name: string) =>
  userEvent.click(screen.getByRole('button', { name }));

describe('the resolve tester', () => {
  it('asks what was typed and explains each rule', async () => {
    const asked: ExplainRequest[] = [];
    renderTester(async (_, request) => {
      asked.push(request);
      return answer;
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Add country to the context',
      }),
    );
    await press('Test');

    expect(
      await screen.findByText('Rule 2, Rollout of on, decides.'),
    ).toBeVisible();
    expect(asked).toEqual([
      {
        clientId: 'shop-web',
        environments: [],
        context: { targeting_key: 'user-1', country: '' },
      },
    ]);
    const rules = screen.getByRole('list', { name: 'Rules in order' });
    expect(within(rules).getByText('Not in the audience')).toBeVisible();
    expect(within(rules).getByText('Decides')).toBeVisible();
    const [first] = within(rules).getAllByText('Conditions and buckets');
    if (!first) throw new Error('The first rule has no conditions.');
    await userEvent.click(first);
    expect(await within(rules).findByText('country is SE')).toBeVisible();
    expect(within(rules).getByText('the context has: "NO"')).toBeVisible();
  });

  it('answers from its address alone', async () => {
    const ask = encodeURIComponent(
      JSON.stringify({
        clientId: 'shop-web',
        environments: ['production'],
        context: { targeting_key: 'user-7' },
        at: '2026-11-01T00:00:00.000Z',
      }),
    );
    const asked: ExplainRequest[] = [];
    renderTester(async (_, request) => {
      asked.push(request);
      return answer;
    }, `/flags/new-checkout?tab=test&ask=${ask}`);
    expect(
      await screen.findByText('Rule 2, Rollout of on, decides.'),
    ).toBeVisible();
    expect(asked[0]).toMatchObject({
      environments: ['production'],
      at: '2026-11-01T00:00:00.000Z',
    });
  });

  it('says what is wrong with the context and keeps it', async () => {
    renderTester();
    const context = screen.getByRole('textbox', { name: /Context/ });
    await userEvent.clear(context);
    await userEvent.type(context, 'user-1');
    await press('Test');
    expect(
      (await screen.findAllByText(/The context is not a JSON object/))[0],
    ).toBeVisible();
    expect(context).toHaveValue('user-1');
  });

  it('says so when the client does not have the flag', async () => {
    renderTester(async () => ({ ...answer, explanation: null }));
    await press('Test');
    expect(
      await screen.findByText('The client would not find the flag'),
    ).toBeVisible();
  });

  it('says why there is no answer, with a way on', async () => {
    renderTester(async () => {
      throw new Error('The portal is starting.');
    });
    await press('Test');
    expect(await screen.findByText('The portal is starting.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
