import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LoadedView } from './LoadedView';
import { useLoaded } from './use-loaded';

const Page = ({ load }: { readonly load: () => Promise<string> }) => {
  const text = useLoaded('text', load);
  return (
    <>
      <button onClick={text.reload}>Reload</button>
      <LoadedView {...text} what="the text">
        {value => <input aria-label="Text" defaultValue={value} />}
      </LoadedView>
    </>
  );
};

/** A load that answers with these, one after the other. */
const answers = (...given: (string | Error)[]) =>
  jest.fn(() => {
    const next = given.shift() ?? new Error('asked too often');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });

const reload = () =>
  userEvent.click(screen.getByRole('button', { name: 'Reload' }));

describe('LoadedView', () => {
  it('keeps what somebody types where a reload fails, and says so', async () => {
    const load = answers('first', new Error('The disk is full.'), 'second');
    render(<Page load={load} />);
    const input = await screen.findByLabelText('Text');
    await userEvent.type(input, ' and more');
    await reload();
    expect(await screen.findByText(/may be out of date/)).toBeVisible();
    expect(screen.getByText('The disk is full.')).toBeVisible();
    expect(screen.getByLabelText('Text')).toBe(input);
    expect(input).toHaveValue('first and more');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(load).toHaveBeenCalledTimes(3);
    expect(screen.queryByText(/may be out of date/)).not.toBeInTheDocument();
  });

  it('goes on to say that it is gone, or closed to this person', async () => {
    const gone = Object.assign(new Error('It was deleted.'), {
      name: 'NotFoundError',
    });
    render(<Page load={answers('first', gone)} />);
    await screen.findByLabelText('Text');
    await reload();
    expect(await screen.findByText('The text is not there')).toBeVisible();
    expect(screen.queryByLabelText('Text')).not.toBeInTheDocument();
  });

  it('tells who is not let in what the backend says of whom to ask', async () => {
    const closed = Object.assign(new Error('Ask those who run the portal.'), {
      code: 'ETUDE_EXPERIMENT_FORBIDDEN',
    });
    render(<Page load={answers(closed)} />);
    expect(await screen.findByText('You may not see the text')).toBeVisible();
    expect(screen.getByText('Ask those who run the portal.')).toBeVisible();
  });
});
