import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enough, verdict, kind, failed, dated } from './verdict-test-input';

describe('verdict: the reason of a failed check', () => {
  const reasons = [
    ['exposure-gaps', 'NO_EXPOSURE'],
    ['srm', 'SRM'],
    ['pre-exposure', 'PRE_EXPOSURE_BIAS'],
    ['crossover', 'CROSSOVER'],
    ['data', 'DATA_MISSING'],
  ] as const;
  for (const [id, reason] of reasons) {
    it(`${id} makes it ${reason}, even when a variant could ship`, () => {
      const recommendations = [
        { variant: 'b', action: 'ship', sentence: '', conditions: [] },
      ] as const;
      const lost = verdict({ health: [failed(id)], recommendations });
      expect(lost).toMatchObject({ class: 'no-learning', reason });
      expect(lost.sentence).toContain(`The check ${id} failed.`);
      expect(lost.prevention?.length).toBeGreaterThan(30);
    });
  }

  it('takes the first in the order of the definition', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...reasons], { minLength: 1 }), some => {
        const first = reasons.find(reason => some.includes(reason));
        expect(verdict({ health: some.map(([id]) => failed(id)) }).reason).toBe(
          first?.[1],
        );
      }),
      { seed: 1 },
    );
  });

  it('is not made invalid by warnings and open checks', () => {
    const health = reasons.flatMap(([id]) =>
      (['warn', 'unknown', 'pass'] as const).map(state => ({
        ...failed(id),
        state,
      })),
    );
    expect(kind({ health, results: [enough] })).toBe('neutral');
  });

  it('says on which day a broken sample ratio could have been seen', () => {
    const traffic = dated([
      [510, 490],
      [530, 470],
      [5_300, 4_700],
      [10_000, 10_000],
      [9_000, 9_000],
    ]);
    expect(
      verdict({ health: [failed('srm')], options: { traffic } }).prevention,
    ).toContain(
      'broken after 4 Mar 2026, day 3 of 5: ending then, mending the cause and restarting would have saved 2 days.',
    );
  });

  it('says one day as one, and sees it on the second day', () => {
    const traffic = dated([
      [500, 500],
      [9_000, 5_000],
      [500, 500],
    ]);
    expect(
      verdict({ health: [failed('srm')], options: { traffic } }).prevention,
    ).toContain(
      'day 2 of 3: ending then, mending the cause and restarting would have saved 1 day.',
    );
  });

  it('knows no day when traffic has none, or none broke it', () => {
    const general = 'on the first day of the failing sample ratio check';
    for (const traffic of [
      [
        { variant: 'a', exposureDate: null, units: 9_000 },
        { variant: 'b', exposureDate: null, units: 5_000 },
      ],
      dated([
        [500, 500],
        [500, 500],
      ]),
    ]) {
      expect(
        verdict({ health: [failed('srm')], options: { traffic } }).prevention,
      ).toContain(general);
    }
  });

  it('has no days to save when it broke on the last one', () => {
    const traffic = dated([
      [500, 500],
      [9_000, 5_000],
    ]);
    expect(
      verdict({ health: [failed('srm')], options: { traffic } }).prevention,
    ).toContain('on the first day of the failing sample ratio check');
  });

  it('says which difference before exposure chance would have explained', () => {
    const row = {
      metricId: 'goal',
      exposureDate: null,
      n: 101,
      mean: 1,
      m2: 1,
    };
    const moments = [
      { variant: 'a', mean: 10 },
      { variant: 'b', mean: 12 },
    ].map(({ variant, mean }) => ({
      ...row,
      variant,
      // Variance 4 of the covariate, s.e. of the difference √(8/101).
      companions: { means: [mean], comoments: [0, 400] },
    }));
    const info = { id: 'goal', name: 'Goal', type: 'average' as const };
    const metricInfo = [{ ...info, covariates: 1 }];
    // 2.575829 · 0.281439 = 0.725
    expect(
      verdict({
        health: [failed('pre-exposure')],
        options: { moments, metricInfo },
      }).prevention,
    ).toContain(
      'a difference in Goal of up to 0.725 before exposure is chance; it was 2.',
    );
  });

  it('says what a variant without exposure should have had', () => {
    const traffic = dated([
      [700, 0],
      [800, 0],
      [500, 0],
    ]);
    expect(verdict({ options: { traffic } })).toMatchObject({
      reason: 'NO_EXPOSURE',
      prevention:
        'By its share b should have had about 700 units on the first day and had none: mending that then would have saved the 2 days after it.',
    });
  });

  it('has no figure for a variant without exposure before a second day', () => {
    const general = 'A look at the traffic check on the first day';
    const preventionOf = (rows: readonly (readonly [number, number])[]) =>
      verdict({ options: { traffic: dated(rows) } }).prevention;
    expect(preventionOf([[700, 0]])).toContain(general);
    expect(preventionOf([])).toContain(general);
    expect(
      preventionOf([
        [700, 0],
        [1, 0],
      ]),
    ).toContain(
      'about 700 units on the first day and had none: mending that then would have saved the 1 day after it.',
    );
    // Both had units on the first day; then b stopped.
    expect(
      preventionOf([
        [700, 700],
        [800, 0],
      ]),
    ).toContain(general);
  });

  it('asks for the flag as launched when something else was served', () => {
    const traffic = [
      ...dated([[500, 500]]),
      { variant: 'stray', exposureDate: null, units: 5 },
    ];
    expect(verdict({ options: { traffic } })).toMatchObject({
      reason: 'CONFIG_ERROR',
      prevention:
        'Leaving the rule and the variants of the flag as launched would have kept the experiment valid.',
    });
  });

  it('has only general advice without figures from before exposure', () => {
    expect(verdict({ health: [failed('pre-exposure')] }).prevention).toBe(
      'A comparison of the variants on data from before launch shows this on the first day: restart with a new salt until it passes.',
    );
  });

  it('says how many crossovers would have been few enough', () => {
    const lost = verdict({
      health: [failed('crossover')],
      options: { crossoverUnits: 500, totalUnits: 20_000 },
    });
    // 199 of 20,000 is the last share below 1 %.
    expect(lost.prevention).toContain('At most 199 of 20,000 units');
    expect(lost.prevention).toContain('301 fewer');
  });
});
