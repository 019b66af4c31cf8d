import type { ContextField } from '@etude/plugin-flags-common';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { ContextFieldInput } from './ContextFieldInput';

const field = (path: string): ContextField => ({
  path,
  types: ['string'],
  kind: null,
  count: 1,
  lastSeenAt: '2026-03-01T00:00:00Z',
});

const Input = () => {
  const [value, setValue] = useState('');
  return (
    <>
      <ContextFieldInput
        aria-label="Attribute"
        placeholder=""
        fields={[field('country'), field('county')]}
        value={value}
        onChange={setValue}
      />
      <button type="button">Next</button>
    </>
  );
};

describe('ContextFieldInput', () => {
  it.each(['co', 'country', 'plan'])(
    'keeps %s and closes when the person goes on',
    async typed => {
      render(<Input />);
      const input = screen.getByRole('combobox', { name: 'Attribute' });
      await userEvent.type(input, typed);
      expect(screen.getByRole('listbox')).toBeVisible();
      await userEvent.tab();
      expect(screen.getByRole('button', { name: 'Next' })).toHaveFocus();
      await waitFor(() =>
        expect(screen.queryByRole('listbox')).not.toBeInTheDocument(),
      );
      expect(input).toHaveValue(typed);
    },
    30_000,
  );
});
