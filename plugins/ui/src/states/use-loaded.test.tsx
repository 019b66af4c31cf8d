import { act, renderHook, waitFor } from '@testing-library/react';
import { useLoaded } from './use-loaded';

const renderLoaded = () => {
  const shown: string[] = [];
  const load = jest.fn((key: string) => Promise.resolve(`value of ${key}`));
  const hook = renderHook(
    ({ name }) => {
      const { loaded, reload } = useLoaded(name, () => load(name));
      const what = loaded.state === 'loaded' ? loaded.value : loaded.state;
      shown.push(`${name}: ${what}`);
      return { loaded, reload };
    },
    { initialProps: { name: 'a' } },
  );
  return { ...hook, load, shown };
};

describe('useLoaded', () => {
  it('never shows the value of one key under another', async () => {
    const { shown, rerender } = renderLoaded();
    await waitFor(() => expect(shown).toContain('a: value of a'));
    rerender({ name: 'b' });
    await waitFor(() => expect(shown).toContain('b: value of b'));
    expect([...new Set(shown)]).toEqual([
      'a: loading',
      'a: value of a',
      'b: loading',
      'b: value of b',
    ]);
  });

  it('keeps what is shown while it loads again', async () => {
    const { shown, load, result } = renderLoaded();
    await waitFor(() => expect(shown).toContain('a: value of a'));
    load.mockResolvedValue('newer');
    act(() => result.current.reload());
    await waitFor(() => expect(shown).toContain('a: newer'));
    expect([...new Set(shown)]).toEqual([
      'a: loading',
      'a: value of a',
      'a: newer',
    ]);
  });
});
