import { changedParts, lineDiff } from './line-diff';

const kinds = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => `${kind[0]} ${text}`);

describe('lineDiff', () => {
  it('keeps the longest common part', () => {
    expect(kinds('a\nb\nc\nd', 'a\nx\nc\nd\ne')).toEqual([
      's a',
      'r b',
      'a x',
      's c',
      's d',
      'a e',
    ]);
  });

  it.each([
    ['a\nb\nc', 'c\nb\na', 1],
    ['', 'a\nb', 0],
    ['same', 'same', 1],
    ['a\nb\nc', 'p\nq\na\nb\nc', 3],
    ['x\ny\nx\ny', 'y\nx\ny\nx', 3],
    ['a\nb\nc\nd\ne', 'c\na\nb\ne\nd', 3],
  ])('leads from %j to %j, keeping %i lines', (before, after, kept) => {
    const lines = lineDiff(before, after);
    const texts = (side: string) =>
      lines
        .filter(({ kind }) => kind === 'same' || kind === side)
        .map(({ text }) => text)
        .join('\n');
    expect(texts('removed')).toBe(before);
    expect(texts('added')).toBe(after);
    expect(lines.filter(({ kind }) => kind === 'same')).toHaveLength(kept);
  });
});

describe('changedParts', () => {
  it('shows changes with their surroundings only', () => {
    const before = Array.from({ length: 20 }, (_, line) => `line ${line}`);
    const after = before.with(3, 'changed').with(15, 'changed');
    const parts = changedParts(
      lineDiff(before.join('\n'), after.join('\n')),
      1,
    );
    expect(parts.map(part => part.map(({ text }) => text))).toEqual([
      ['line 2', 'line 3', 'changed', 'line 4'],
      ['line 14', 'line 15', 'changed', 'line 16'],
    ]);
  });

  it('is empty where nothing changed', () => {
    expect(changedParts(lineDiff('a\nb', 'a\nb'), 3)).toEqual([]);
  });
});
