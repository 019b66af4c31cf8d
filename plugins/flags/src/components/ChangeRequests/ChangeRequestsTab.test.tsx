import { personRuleSchema } from '@etude/plugin-flags-common';
import type { ChangeRequest } from '@etude/plugin-flags-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderFlags } from '../../testing/render-flags';
import type { FakeFlags } from '../../testing/render-flags';
import { testFlag, testSegment } from '../../testing/test-flag';
import { ChangeProblems } from './ChangeProblems';
import { ChangeRequestsTab } from './ChangeRequestsTab';

const request = (changes: Partial<ChangeRequest> = {}): ChangeRequest => ({
  id: 'r1',
  flagId: 'new-checkout',
  etag: '1',
  change: { kind: 'enable' },
  reason: 'The launch is today',
  state: 'open',
  createdAt: '2026-11-20T12:00:00Z',
  createdBy: 'user:default/ada',
  before: testFlag({ enabled: false }),
  after: testFlag(),
  problems: [],
  log: [],
  ...changes,
});

const renderTab = (changes: NonNullable<FakeFlags['changes']>) =>
  renderFlags(
    <ChangeRequestsTab
      flag={testFlag()}
      canChange
      onChanged={() => undefined}
    />,
    { changes },
  );

describe('the requests for a flag', () => {
  it('says what requests are where there are none', async () => {
    renderTab({ listRequests: async () => [] });
    expect(
      await screen.findByText('Nobody asks for a change of this flag'),
    ).toBeVisible();
  });

  it('shows what would change, and approves with a comment', async () => {
    const approved: string[][] = [];
    renderTab({
      listRequests: async () => [request()],
      approve: async (...args) => {
        approved.push(args as string[]);
        return request({ state: 'approved' });
      },
    });
    const card = await screen.findByRole('group', {
      name: 'Request: The launch is today',
    });
    expect(within(card).getByText('Switch the flag on')).toBeVisible();
    expect(within(card).getByText(/\+ .*"enabled": true/)).toBeVisible();
    await userEvent.type(
      within(card).getByRole('textbox', { name: 'Comment' }),
      'Good luck',
    );
    await userEvent.click(
      within(card).getByRole('button', { name: 'Approve' }),
    );
    await waitFor(() => expect(approved).toEqual([['r1', 'Good luck']]));
  });

  it('shows the audience that a rule would get, which no flag holds', async () => {
    const before = testSegment({ id: 'rule-ours', targeting: null });
    const { targeting } = testSegment();
    if (targeting === null) throw new Error('The segment has a targeting.');
    renderTab({
      listRequests: async () => [
        request({
          change: {
            kind: 'rule-update',
            ruleId: 'ours',
            rule: personRuleSchema.parse({
              kind: 'conditional',
              name: 'Our own people',
              targeting,
              assignments: [{ kind: 'variant', variant: 'on' }],
            }),
          },
          before: testFlag(),
          segments: [{ before, after: { ...before, targeting } }],
        }),
      ],
    });
    expect(
      await screen.findByText(
        'Edit the rule Our own people: Units for which country is SE, switched off',
      ),
    ).toBeVisible();
    expect(screen.getByText('And the segment rule-ours')).toBeVisible();
    expect(screen.getByText(/\+ .*"attribute": "country"/)).toBeVisible();
  });

  it('says why an approval was refused', async () => {
    renderTab({
      listRequests: async () => [request()],
      approve: async () => {
        throw new Error('Nobody approves a change of their own.');
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve' }),
    );
    expect(
      await screen.findByText('Nobody approves a change of their own.'),
    ).toBeVisible();
  });
});

describe('a change that needs approval', () => {
  it('is asked for with a reason', async () => {
    const asked: unknown[] = [];
    renderFlags(
      <ChangeProblems
        title="The details cannot be saved"
        error={Object.assign(new Error('production is protected.'), {
          code: 'ETUDE_FLAGS_APPROVAL_REQUIRED_CONFLICT',
        })}
        flag={testFlag()}
        change={{ kind: 'enable' }}
      />,
      {
        changes: {
          createRequest: async input => {
            asked.push(input);
            return request();
          },
        },
      },
    );
    expect(await screen.findByText('production is protected.')).toBeVisible();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Why it should be made' }),
      'The launch is today',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask for approval' }),
    );
    expect(await screen.findByText('Asked for approval')).toBeVisible();
    expect(asked).toEqual([
      {
        flagId: 'new-checkout',
        etag: '1',
        change: { kind: 'enable' },
        reason: 'The launch is today',
      },
    ]);
  });
});
