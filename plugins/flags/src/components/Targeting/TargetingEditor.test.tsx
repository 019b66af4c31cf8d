import type { ContextField } from '@etude/plugin-flags-common';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { draftOf } from '../../model/draft-of-targeting';
import { targetingOf } from '../../model/targeting-of-draft';
import type { DraftTargeting } from '../../model/targeting-of-draft';
import type { Targeting } from '../../model/wire-types';
import { testSegment } from '../../testing/test-flag';
import { TargetingEditor } from './TargetingEditor';

const age: ContextField = {
  path: 'age',
  types: ['number'],
  kind: null,
  count: 1,
  lastSeenAt: '2026-03-01T00:00:00Z',
};

/** Shows the editor and tells what is written in it. */
const renderEditor = (
  targeting: Targeting | null,
  fields: readonly ContextField[] = [],
): { present: () => DraftTargeting } => {
  let draft = draftOf(targeting);
  const Editor = () => {
    const [shown, setShown] = useState(draft);
    draft = shown;
    return (
      <TargetingEditor
        draft={shown}
        onChange={setShown}
        fields={fields}
        segments={[testSegment()]}
        problems={[]}
      />
    );
  };
  render(<Editor />);
  return { present: () => targetingOf(draft) };
};

const press = async (name: string) =>
  userEvent.click(screen.getByRole('button', { name }));

const choose = async (name: RegExp, option: string) => {
  await userEvent.click(screen.getByRole('button', { name }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

describe('TargetingEditor', () => {
  it('combines conditions, segments and groups of them', async () => {
    const { present } = renderEditor(testSegment().targeting);
    await press('Add group');
    const group = screen.getByRole('group', { name: 'Group of conditions' });
    await userEvent.type(
      within(group).getByRole('textbox', { name: 'Attribute' }),
      'plan',
    );
    await userEvent.type(
      within(group).getByRole('textbox', { name: 'Value of plan' }),
      'pro',
    );
    await userEvent.click(
      within(group).getByRole('button', { name: 'Add segment' }),
    );
    await choose(/Choose a segment/, 'swedes');

    expect(screen.getByRole('status')).toHaveTextContent(
      'In words: Units for which country is SE and (plan is pro or the unit is in segment swedes).',
    );
    await userEvent.click(
      within(group).getByRole('button', { name: 'Remove the group' }),
    );
    expect(present()).toEqual({
      ok: true,
      targeting: testSegment().targeting,
    });
  }, 30_000);

  it('offers what fits the values that clients send', async () => {
    const { present } = renderEditor(null, [age]);
    await press('Add condition');
    await userEvent.type(
      screen.getByRole('combobox', { name: /Attribute/ }),
      'age',
    );
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      screen.getByRole('button', { name: /Comparison of age/ }),
    );
    expect(
      screen.getAllByRole('option').map(({ textContent }) => textContent),
    ).toEqual([
      'is',
      'is not',
      'is one of',
      'is not one of',
      'is in range',
      'is not in range',
      'is missing',
      'is present',
    ]);
    await userEvent.keyboard('{Escape}');
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Value of age' }),
      '18',
    );
    expect(present()).toMatchObject({
      targeting: {
        criteria: { c1: { rule: { value: { type: 'number', value: 18 } } } },
      },
    });
  }, 30_000);

  it('edits as JSON what rows cannot show, and loses nothing', async () => {
    const targeting = { ...testSegment().targeting, expression: null };
    const { present } = renderEditor({ criteria: {}, ...targeting });
    const json = screen.getByRole('textbox', { name: 'Targeting as JSON' });
    expect(json).toHaveValue(
      JSON.stringify({ criteria: {}, ...targeting }, null, 2),
    );
    expect(screen.getByRole('switch', { name: 'JSON view' })).toBeDisabled();
    expect(
      screen.getByText(/cannot show all of this targeting/),
    ).toBeInTheDocument();

    await userEvent.clear(json);
    await userEvent.type(json, 'null');

    expect(present()).toEqual({ ok: true, targeting: null });
    await userEvent.click(screen.getByRole('switch', { name: 'JSON view' }));
    expect(screen.getByText(/^Everyone\. Add a condition/)).toBeInTheDocument();
  }, 30_000);
});
