import type { ExperimentPlan, Verdict } from '@etude/lifecycle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  DeteriorationMonitor,
  HealthCheck,
  MetricResult,
} from './analysis-result';
import { achievedMdeRatio } from './learning-rates-precision';
import type { TestInputOptions } from './test-input';
import { testInput } from './test-input';
import { verdictOf } from './verdict';
import type { VerdictEvidence } from './verdict-evidence';

// A success metric that needs 40,000 units of a and b, and has 30,000.
const short: MetricResult = {
  metricId: 'goal',
  name: 'goal',
  role: 'success',
  direction: 'increase',
  variant: 'b',
  status: 'estimated',
  control: { n: 15_000, mean: 10 },
  treatment: { n: 15_000, mean: 10 },
  units: 30_000,
  requiredUnits: 40_000,
  powered: false,
  mdeRelative: 0.02,
  outcome: 'not-enough-data',
  sentence: 'goal is undecided.',
};
const enough: MetricResult = {
  ...short,
  units: 50_000,
  powered: true,
  outcome: 'no-difference',
  sentence: 'goal shows no improvement.',
};

type Changes = Omit<Partial<VerdictEvidence>, 'input'> & {
  readonly options?: Partial<TestInputOptions>;
};

const evidenceOf = ({ options, ...evidence }: Changes): VerdictEvidence => ({
  input: testInput({
    observedMetrics: [
      { metricId: 'goal', role: 'success', mdeRelative: 0.02, observed: {} },
    ],
    ...options,
  }),
  health: [],
  results: [short],
  recommendations: [],
  monitors: [],
  ...evidence,
});
const verdict = (changes: Changes = {}): Verdict =>
  verdictOf(evidenceOf(changes));
const kind = (changes: Changes): string => {
  const { class: name, reason } = verdict(changes);
  return reason === undefined ? name : `${name} ${reason}`;
};

const failed = (id: HealthCheck['id']): HealthCheck => ({
  id,
  state: 'fail',
  title: id,
  sentence: `The check ${id} failed.`,
});

const alarm: DeteriorationMonitor = {
  metricId: 'crashes',
  variant: 'b',
  method: 'group-sequential',
  state: 'alarm',
  alarmAt: '2026-03-05T00:00:00Z',
  looks: 4,
  sentence: 'crashes got worse at the look of 5 Mar 2026.',
};

const dated = (rows: readonly (readonly [number, number])[]) =>
  rows.flatMap(([a, b], index) => {
    const exposureDate = `2026-03-0${index + 2}`;
    return [
      { variant: 'a', exposureDate, units: a },
      { variant: 'b', exposureDate, units: b },
    ];
  });

const planOf = (
  changes: Partial<ExperimentPlan>,
): Partial<TestInputOptions> => ({
  plan: { ...evidenceOf({}).input.plan, ...changes },
});

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

describe('verdict: out of scope and restarts', () => {
  it('is excluded with its reason before anything else', () => {
    const out = verdict({
      options: { excludedReason: 'It was a dry run.', endReason: 'restart' },
      health: [failed('srm')],
    });
    expect(out.class).toBe('excluded');
    expect(out.sentence).toContain('It was a dry run.');
    expect(out.prevention).toBeUndefined();
  });

  it('is a restart whatever failed', () => {
    expect(
      kind({ options: { endReason: 'restart' }, health: [failed('srm')] }),
    ).toBe('restart');
  });
});

describe('verdict: harm', () => {
  it('is a regression when the monitor rang, whatever the end says', () => {
    const caught = verdict({ monitors: [alarm], results: [enough] });
    expect(caught).toMatchObject({ class: 'regression', variant: 'b' });
    expect(caught.sentence).toContain('at the look of 5 Mar 2026');
  });

  it('is none when the monitor is quiet or cannot tell', () => {
    const monitors = [
      { ...alarm, state: 'quiet' as const },
      { ...alarm, state: 'unknown' as const },
    ];
    expect(kind({ monitors, results: [enough] })).toBe('neutral');
  });

  it('tells a metric once that is worse and rang', () => {
    const worse = { ...enough, outcome: 'worse' as const, sentence: 'Worse.' };
    const monitors = [{ ...alarm, metricId: 'goal', sentence: 'It rang.' }];
    expect(verdict({ monitors, results: [worse] }).sentence).toBe(
      'A regression caught with b: Worse.',
    );
  });

  it('does not win with a variant whose monitor rang', () => {
    const recommendations = [
      { variant: 'b', action: 'ship', sentence: '', conditions: [] },
    ] as const;
    expect(kind({ recommendations, results: [enough] })).toBe('win');
    expect(
      kind({ recommendations, results: [enough], monitors: [alarm] }),
    ).toBe('regression');
  });
});

describe('verdict: neutral', () => {
  it('names the metric that had the least to spare', () => {
    const spare = { ...enough, name: 'other', units: 90_000 };
    const watched = {
      ...enough,
      name: 'watched',
      role: 'deterioration',
    } as const;
    const sentence =
      'goal had the least to spare: 50,000 units of 40,000 needed (125 %).';
    const results = [spare, watched, enough];
    expect(verdict({ results }).sentence).toContain(sentence);
    expect(verdict({ results: results.toReversed() }).sentence).toContain(
      sentence,
    );
  });
});

describe('verdict: what would have powered it', () => {
  it('says units, days and the effect that could have been found', () => {
    // 10,000 more; 1,000 units a day; 2 % · √(40,000/30,000) = 2.3094 %.
    const traffic = dated([
      [500, 500],
      [500, 500],
    ]);
    expect(verdict({ options: { traffic } })).toMatchObject({
      reason: 'UNDERPOWERED',
      prevention:
        '5,000 more units per variant (≈ 10 days at the observed traffic) would have powered goal. With the units there were, an effect of at least 2.31 % could have been found (planned: 2 %).',
    });
  });

  it('says the margin that would have been provable', () => {
    const { mdeRelative: _, ...rest } = short;
    const guard: MetricResult = {
      ...rest,
      role: 'guardrail',
      nimRelative: 0.01,
      precision: {
        currentPower: 0.4,
        poweredEffectRelative: 0.018,
        share: 0.75,
        projectedFinishAt: null,
      },
    };
    expect(verdict({ results: [guard] }).prevention).toContain(
      'a margin of at least 1.8 % would have been provable (planned: 1 %).',
    );
  });

  it('blames the allocation when equal shares would have sufficed', () => {
    // 4 c (1 − c) · 100,000 = 36,000 with c = 0.9, of 40,000 units.
    const skewed: MetricResult = {
      ...short,
      control: { n: 36_000, mean: 10 },
      treatment: { n: 4_000, mean: 10 },
      units: 40_000,
      requiredUnits: 100_000,
    };
    const options = planOf({
      variants: [
        { id: 'a', weight: 9 },
        { id: 'b', weight: 1 },
      ],
    });
    const sentence = 'with equal shares the same 40,000 units would have';
    expect(verdict({ results: [skewed], options }).prevention).toContain(
      sentence,
    );
    const larger = { ...skewed, requiredUnits: 120_000 };
    expect(verdict({ results: [larger], options }).prevention).not.toContain(
      'equal shares',
    );
    expect(verdict({ results: [skewed] }).prevention).not.toContain(
      'equal shares',
    );
  });

  it('counts all variants when it blames the allocation', () => {
    // Control 60,000, b and c 10,000 each; equal shares: 53,333 in a pair.
    const ofVariant = (variant: string, requiredUnits: number) => ({
      ...short,
      variant,
      control: { n: 60_000, mean: 10 },
      treatment: { n: 10_000, mean: 10 },
      units: 70_000,
      requiredUnits,
    });
    const options = planOf({
      variants: [
        { id: 'a', weight: 6 },
        { id: 'b', weight: 1 },
        { id: 'c', weight: 1 },
      ],
    });
    const traffic = ['a', 'b', 'c'].map(variant => ({
      variant,
      exposureDate: null,
      units: variant === 'a' ? 60_000 : 10_000,
    }));
    // 4 · 6/7 · 1/7 = 0.4898: 53,333 of a pair suffice up to 108,888.
    const withNeed = (need: number) =>
      verdict({
        results: [ofVariant('b', need), ofVariant('c', 80_000)],
        options: { ...options, traffic },
      }).prevention;
    expect(withNeed(108_000)).toContain('the same 80,000 units');
    expect(withNeed(109_000)).not.toContain('equal shares');
  });

  it('says which part of the audience would have been enough', () => {
    const audience = { conditions: [], proportion: 0.1, exclusivityTags: [] };
    const { prevention } = verdict({ options: planOf({ audience }) });
    // 0.1 · 40,000/30,000 = 13.33 %, rounded up.
    expect(prevention).toContain(
      'Taking 13.4 % of the audience instead of 10 %',
    );
    expect(verdict().prevention).not.toContain('audience');
  });

  it('tells early ends from planned ones', () => {
    const early = verdict({ options: { endReason: 'stopped-early' } });
    expect(early.reason).toBe('ABORTED_EARLY');
    expect(early.prevention).toContain('Let it run on');
    expect(verdict({ options: { endReason: 'planned-end' } }).reason).toBe(
      'UNDERPOWERED',
    );
    const open = { endReason: undefined, now: '2026-03-10T00:00:00Z' };
    expect(verdict({ options: open }).reason).toBe('ABORTED_EARLY');
    const onTime = { ...open, now: '2026-03-16T09:00:00Z' };
    expect(verdict({ options: onTime }).reason).toBe('UNDERPOWERED');
  });
});

describe('verdict: targets', () => {
  const bare: MetricResult = { ...short, outcome: 'unknown' };

  const without = (
    result: MetricResult,
    keys: readonly (keyof MetricResult)[],
  ): MetricResult =>
    Object.fromEntries(
      Object.entries(result).filter(([key]) => !keys.some(one => one === key)),
    ) as MetricResult;

  it('asks for a target that is not there, and says what would have been', () => {
    const noTarget = {
      ...without(bare, ['mdeRelative', 'powered', 'requiredUnits']),
      precision: {
        currentPower: null,
        poweredEffectRelative: 0.0187,
        share: null,
        projectedFinishAt: null,
      },
    };
    const lost = verdict({ results: [noTarget] });
    expect(lost.reason).toBe('NO_POWER_TARGET');
    expect(lost.prevention).toContain(
      'Set a minimum detectable effect on goal.',
    );
    expect(lost.prevention).toContain('1.87 % of goal');
  });

  it('does not blame the plan for a control mean of 0', () => {
    const zero = {
      ...without(bare, ['powered', 'requiredUnits']),
      control: { n: 15_000, mean: 0 },
    };
    const lost = verdict({ results: [zero] });
    expect(lost.reason).toBe('UNDERPOWERED');
    expect(lost.sentence).toContain(
      'goal averages 0 in control, so its effect of 2 % of that is no amount',
    );
    expect(lost.prevention).toContain('More units would not have helped.');
    expect(lost.prevention).not.toContain('Set a minimum');
  });

  it('says when a target is no number of units for another reason', () => {
    const odd = without(bare, ['powered', 'requiredUnits']);
    const lost = verdict({ results: [odd] });
    expect(lost.reason).toBe('UNDERPOWERED');
    expect(lost.sentence).toContain('cannot be turned into a number of units');
  });
});

describe('verdict: every mix of results', () => {
  const outcomes = fc.constantFrom<MetricResult>(short, enough, {
    ...enough,
    outcome: 'worse',
  });

  it('has a sentence, and a prevention exactly when nothing was learned', () => {
    fc.assert(
      fc.property(
        fc.array(outcomes, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (results, rings) => {
          const { sentence, prevention, ...rest } = verdict({
            results,
            monitors: rings ? [alarm] : [],
          });
          expect(`${sentence} ${prevention}`).not.toMatch(/NaN|Infinity/);
          expect(prevention === undefined).toBe(rest.class !== 'no-learning');
          const expected =
            rings || results.some(({ outcome }) => outcome === 'worse')
              ? 'regression'
              : results.every(({ powered }) => powered)
                ? 'neutral'
                : 'no-learning';
          expect(rest.class).toBe(expected);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('achievedMdeRatio', () => {
  it('is that of the least precise metric that needs power', () => {
    // √(40,000/30,000) = 1.1547 and √(40,000/50,000) = 0.8944.
    expect(achievedMdeRatio([short, enough])).toBeCloseTo(1.1547, 4);
    expect(achievedMdeRatio([enough])).toBeCloseTo(0.8944, 4);
  });

  it('is unknown without a target and for what is only watched', () => {
    expect(achievedMdeRatio([])).toBeUndefined();
    const { mdeRelative: _, ...noTarget } = short;
    const { requiredUnits: __, ...noNeed } = short;
    expect(achievedMdeRatio([noTarget, noNeed])).toBeUndefined();
    expect(
      achievedMdeRatio([{ ...short, role: 'deterioration' }]),
    ).toBeUndefined();
  });
});
