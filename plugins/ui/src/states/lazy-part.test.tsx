import { render, screen } from '@testing-library/react';
import { lazyPart } from './lazy-part';

const Greeting = ({ name }: { readonly name: string }) => <p>Hello {name}</p>;

describe('lazyPart', () => {
  it('fetches a part once, when it is shown, and waits in its place', async () => {
    let fetches = 0;
    const Part = lazyPart(async () => {
      fetches += 1;
      return Greeting;
    });
    expect(fetches).toBe(0);

    const { container } = render(<Part name="Ada" />);
    expect(container.querySelector('[aria-busy=true]')).toBeInTheDocument();
    expect(await screen.findByText('Hello Ada')).toBeVisible();
    expect(container.querySelector('[aria-busy=true]')).toBe(null);

    render(<Part name="Grace" />);
    expect(await screen.findByText('Hello Grace')).toBeVisible();
    expect(fetches).toBe(1);
  });
});
