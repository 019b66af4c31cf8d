import { elapsedText, estimateText, runProgressText } from './run-words';

const NOW = new Date('2026-03-01T10:01:00.000Z');

const run = {
  startedAt: '2026-03-01T10:00:00.000Z',
  queriedAt: '2026-03-01T10:00:48.000Z',
  estimate: { bytes: 3.2e9, rows: 12_000_000 },
};

const progress = { ahead: null, query: 1, queries: 1, attempt: 1 };

describe('the words of runs', () => {
  it.each([
    [312, '0.3 s'],
    [41_600, '42 s'],
    [185_000, '3 min 5 s'],
    [600_000, '10 min'],
    [4_200_000, '1 h 10 min'],
    [36_000_000, '10 h'],
  ])('say %d ms as %s', (ms, text) => {
    expect(elapsedText(ms)).toBe(text);
  });

  it.each([
    [{ ...progress, phase: 'planning' as const }, 'Planning the query'],
    [
      { ...progress, phase: 'waiting' as const, ahead: 0 },
      'Waiting for a free place in the warehouse, for 1 min',
    ],
    [
      { ...progress, phase: 'waiting' as const, ahead: 1, attempt: 2 },
      'Waiting behind 1 query, for 1 min, attempt 2',
    ],
    [
      { ...progress, phase: 'querying' as const, query: 2, queries: 3 },
      'Query 2 of 3 runs, for 12 s; expected to read 3.2 GB, 12,000,000 rows',
    ],
    [
      { ...progress, phase: 'retrying' as const, attempt: 3 },
      'The warehouse failed; asking it again, attempt 3',
    ],
  ])('say what it is at: %#', (at, text) => {
    expect(runProgressText({ ...run, progress: at }, NOW)).toBe(text);
  });

  it('say nothing of what the engine does not estimate', () => {
    expect(estimateText({ bytes: null, rows: null })).toBeNull();
    expect(estimateText({ bytes: null, rows: 1234.4 })).toBe('1,234 rows');
  });
});
