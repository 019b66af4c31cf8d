import { render, screen } from '@testing-library/react';
import { TextDiff } from './TextDiff';

const linesOf = (before: string, after: string) => {
  const { container } = render(
    <TextDiff label="Changes" before={before} after={after} />,
  );
  return [...container.querySelectorAll('pre')].map(part =>
    part.textContent.trimEnd().split('\n'),
  );
};

describe('TextDiff', () => {
  it('shows changed lines with their surroundings, each change apart', () => {
    const before = Array.from({ length: 20 }, (_, line) => `line ${line}`);
    const after = before.with(2, 'here').toSpliced(16, 1);
    expect(linesOf(before.join('\n'), after.join('\n'))).toEqual([
      [
        '  line 0',
        '  line 1',
        '− line 2',
        '+ here',
        '  line 3',
        '  line 4',
        '  line 5',
      ],
      [
        '  line 13',
        '  line 14',
        '  line 15',
        '− line 16',
        '  line 17',
        '  line 18',
        '  line 19',
      ],
    ]);
  });

  it('shows a text that was not there as added', () => {
    expect(linesOf('', 'a\nb')).toEqual([['+ a', '+ b']]);
  });

  it('says so when nothing differs but how lines end', () => {
    expect(linesOf('a\r\nb', 'a\nb\n')).toEqual([]);
    expect(screen.getByText('They do not differ.')).toBeVisible();
  });
});
