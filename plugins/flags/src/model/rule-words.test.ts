import {
  testExperimentRule,
  testFlag,
  testRollout,
  testSegment,
} from '../testing/test-flag';
import { flagStateOf } from './flag-state';
import { nextStepOf } from './next-step';
import { reachChangeWords } from './reach-words';
import {
  assignmentShares,
  defaultSummary,
  populationWords,
  rolloutOf,
  servingSummaries,
  unitWords,
} from './rule-words';

describe('what a flag does, in words', () => {
  it('is told by state and by the rules that are on', () => {
    const off = testRollout({ enabled: false });
    const cases = [
      testFlag({ rules: [testExperimentRule(), testRollout(), off] }),
      testFlag({ rules: [off] }),
      testFlag({ rules: [] }),
      testFlag({ rules: [testRollout()], clients: [] }),
      testFlag({ rules: [testRollout()], state: 'archived' }),
    ];
    expect(
      cases.map(flag => [flagStateOf(flag).label, servingSummaries(flag)]),
    ).toEqual([
      ['Serving', ['Experiment Faster checkout', 'Rollout of on to 20 %']],
      ['Rules off', []],
      ['No rules', []],
      ['No client', ['Rollout of on to 20 %']],
      ['Archived', []],
    ]);
  });

  it('divides the buckets of a rule: 5,000 of 10,000 are half', () => {
    expect(assignmentShares(testExperimentRule())).toEqual([
      { id: 'off', gives: 'off', share: 0.5 },
      { id: 'on', gives: 'on', share: 0.5 },
    ]);
  });

  it('names the default variant where no rule gives one', () => {
    const cases = [
      testFlag({ defaultVariant: 'off' }),
      testFlag({ defaultVariant: null }),
      testFlag({ defaultVariant: 'off', state: 'archived' }),
    ];
    expect(cases.map(defaultSummary)).toEqual([
      'Default variant off',
      'The default in the code',
      'The default in the code',
    ]);
  });

  it('calls the targeting key the same, said or not', () => {
    const words = ['', 'targeting_key', 'household'].map(targetingKeySelector =>
      unitWords(testRollout({ targetingKeySelector })),
    );
    expect(words).toEqual([
      'The unit is the targeting key.',
      'The unit is the targeting key.',
      'The unit is household of the context.',
    ]);
  });

  it('counts a rollout that is off as reaching nobody', () => {
    expect(rolloutOf(testRollout({ enabled: false }))?.reach).toBe(0);
    expect(rolloutOf(testExperimentRule())).toBeUndefined();
  });

  it('names those a segment shares no unit with', () => {
    const allocation = {
      proportion: 0.25,
      exclusivityTags: ['checkout'],
      exclusiveTo: ['checkout'],
    };
    expect(populationWords(testSegment({ allocation }))).toBe(
      '25 % of the population, sharing no unit with checkout',
    );
  });
});

describe('nextStepOf', () => {
  it.each([
    ['an archived flag', testFlag({ state: 'archived' }), 'unarchive'],
    ['a flag without variants', testFlag({ variants: [] }), 'variants'],
    ['a flag without clients', testFlag({ clients: [] }), 'add-client'],
    ['a flag that serves nothing', testFlag(), 'roll-out'],
    [
      'a flag with an experiment',
      testFlag({ rules: [testExperimentRule(), testRollout()] }),
      'experiment',
    ],
    ['a rollout under way', testFlag({ rules: [testRollout()] }), undefined],
  ])('helps with %s', (_case, flag, action) => {
    expect(nextStepOf(flag).action?.kind).toBe(action);
  });
});

describe('reachChangeWords', () => {
  const change = { variant: 'on', clients: ['shop-web'] };

  it('counts those who get a variant: 0.5 − 0.2 is 300 of 1,000', () => {
    expect(reachChangeWords({ ...change, from: 0.2, to: 0.5 })[1]).toBe(
      'About 300 more of every 1,000 units get on. The 20 % that have it keep it.',
    );
  });

  it('counts those who lose it', () => {
    expect(reachChangeWords({ ...change, from: 0.5, to: 0 })[1]).toMatch(
      /^About 500 of every 1,000 units lose on/,
    );
  });

  it('says when nobody sees it', () => {
    const words = reachChangeWords({ ...change, clients: [], from: 0, to: 1 });
    expect(words.at(-1)).toMatch(/nobody sees it/);
  });
});
