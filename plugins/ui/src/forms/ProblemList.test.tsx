import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { FieldProblem } from './field-problems';
import { FormField } from './FormField';
import { ProblemList } from './ProblemList';

/** A form that has to have a name, checked while it is typed. */
const NameForm = (props: { readonly problem: FieldProblem }) => {
  const [name, setName] = useState('');
  const [attempt, setAttempt] = useState(0);
  const problems = attempt > 0 && name === '' ? [props.problem] : [];
  return (
    <>
      <ProblemList title="Not yet" problems={problems} attempt={attempt} />
      <FormField path="names">
        <input
          aria-label="Name"
          value={name}
          onChange={event => setName(event.target.value)}
        />
      </FormField>
      <button type="button" onClick={() => setAttempt(attempt + 1)}>
        Save
      </button>
    </>
  );
};

const save = () =>
  userEvent.click(screen.getByRole('button', { name: 'Save' }));

describe('ProblemList', () => {
  it('takes the focus each time a form is refused', async () => {
    render(<NameForm problem={{ path: 'names', message: 'No name.' }} />);

    await save();
    expect(screen.getByRole('alert')).toHaveFocus();
    await save();
    expect(screen.getByRole('alert')).toHaveFocus();
  });

  it('leaves the focus where someone types', async () => {
    render(<NameForm problem={{ path: 'names', message: 'No name.' }} />);
    await save();
    const name = screen.getByLabelText('Name');

    await userEvent.type(name, 'a');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await userEvent.type(name, '{Backspace}');

    expect(screen.getByRole('alert')).toHaveTextContent('No name.');
    expect(name).toHaveFocus();
  });

  it('leads to the nearest field around the place of a problem', async () => {
    render(<NameForm problem={{ path: 'names[0].id', message: 'No name.' }} />);
    await save();

    await userEvent.click(screen.getByRole('button', { name: 'No name.' }));

    expect(screen.getByLabelText('Name')).toHaveFocus();
  });

  it('is a link from when the field appears', async () => {
    const Late = () => {
      const [isOpen, setOpen] = useState(false);
      return (
        <>
          {isOpen && (
            <FormField path="late">
              <input aria-label="Late" />
            </FormField>
          )}
          <button type="button" onClick={() => setOpen(true)}>
            Open
          </button>
        </>
      );
    };
    render(
      <>
        <ProblemList
          title="Not yet"
          problems={[{ path: 'late', message: 'Too late.' }]}
        />
        <Late />
      </>,
    );
    expect(screen.queryByRole('button', { name: 'Too late.' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Open' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Too late.' }),
    );
    expect(screen.getByLabelText('Late')).toHaveFocus();
  });

  it('is no link where the field is not on the page', () => {
    render(
      <ProblemList
        title="Cannot be launched"
        problems={[
          { path: 'plan.flagId', message: 'No flag.' },
          { message: 'No way.' },
        ]}
      />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('No flag.');
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});
