import { dayCompleteness } from './day-completeness';

const START = Date.parse('2026-03-02T00:00:00Z');
const MS_PER_DAY = 86_400_000;

const dateOf = (index: number) =>
  new Date(START + index * MS_PER_DAY).toISOString().slice(0, 10);

/** Two whole weeks from a Monday on, and a day that has just begun. */
const judged = (rows: readonly number[]) =>
  dayCompleteness(
    [...rows, 3].map((each, index) => ({ date: dateOf(index), rows: each })),
    { today: dateOf(rows.length), words: { one: 'event', many: 'events' } },
  );

const WEEK = [90, 110, 100, 100, 120, 95, 105];

describe('dayCompleteness', () => {
  it.each([
    ['days like each other', [...WEEK, ...WEEK]],
    ['quiet Sundays', [...WEEK.slice(1), 12, ...WEEK.slice(1), 15]],
    ['no weekends', [90, 99, 98, 97, 96, 0, 0, 90, 99, 98, 97, 96, 0, 0]],
    ['rare events', [1, 2, 0, 4, 5, 0, 1, 3, 2, 0, 1, 4, 2, 1]],
    ['a beginning', [0, 0, 0, 0, ...WEEK, 100, 100, 100]],
  ])('finds no gap in %s', (_what, rows) => {
    expect(judged(rows)).toMatchObject({ state: 'complete', gaps: [] });
  });

  it('names days that are missing or far below the usual', () => {
    const found = judged([...WEEK, ...WEEK].with(3, 0).with(8, 30));
    expect(found).toMatchObject({
      state: 'gaps',
      usualPerDay: 100,
      gaps: [
        { date: '2026-03-05', rows: 0 },
        { date: '2026-03-10', rows: 30 },
      ],
    });
    expect(found.sentence).toMatch(
      /^2 days are missing or far below the usual \(about 100 events a day\): 5 Mar has none and 10 Mar has 30 events\./,
    );
  });

  it('sees what stopped, however long ago', () => {
    const { gaps, sentence } = judged([...WEEK, 0, 0, 0, 0, 0, 0, 0]);
    expect(gaps).toHaveLength(7);
    expect(sentence).toMatch(/12 Mar has none, and 3 more\./);
  });

  it('does not say what is usual of too little', () => {
    expect(judged([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 10])).toEqual({
      state: 'unknown',
      sentence:
        'What is usual for a day can be said once 7 whole days have events; 2 have.',
      usualPerDay: null,
      gaps: [],
    });
    expect(judged(Array<number>(14).fill(0)).sentence).toBe(
      'There are no events of the last 14 whole days.',
    );
  });
});
