import {
  testExperimentRule,
  testFlag,
  testRollout,
  testSegment,
} from '../testing/test-flag';
import { isLaidOutElsewhere, newRuleDraft, ruleDraftOf } from './rule-draft';
import { ruleOfDraft } from './rule-of-draft';
import {
  ruleDraftWords,
  ruleGainWords,
  ruleLossWords,
} from './rule-change-words';
import type { Rule, Segment } from './wire-types';

const own = (targeting: Segment['targeting']): Segment =>
  testSegment({ id: 'rule-x', managedBy: 'rule', targeting });

const listing = (attribute: string): Segment =>
  own({
    criteria: {
      units: {
        type: 'attribute',
        attribute,
        rule: {
          op: 'set',
          values: [
            { type: 'string', value: 'ada' },
            { type: 'string', value: 'grace' },
          ],
        },
      },
    },
    expression: { type: 'ref', ref: 'units' },
  });

const rule = (changes: Partial<Rule> = {}): Rule =>
  testRollout({
    id: 'ours',
    name: 'Our own people',
    owner: { kind: 'person', ref: 'user:default/ada' },
    segment: 'rule-x',
    ...changes,
  });

/** Slices of 30 % and 70 %, of which a tenth is let in. */
const split = rule({
  assignments: [
    { id: 'on', kind: 'variant', variant: 'on', ranges: [[0, 30_000]] },
    { id: 'fallthrough', kind: 'fallthrough', ranges: [[300_000, 370_000]] },
  ],
});

const read = (stored: Rule, segment: Segment) => {
  const flag = testFlag({ etag: '7', rules: [testRollout(), stored] });
  return ruleOfDraft(ruleDraftOf(flag, stored, segment));
};

const shared = {
  name: 'Our own people',
  assignments: [{ kind: 'variant', variant: 'on', weight: 100 }],
  reach: 0.2,
  targetingKeySelector: '',
  environments: [],
  enabled: true,
  position: 1,
  stickiness: null,
  etag: '7',
};

describe('a stored rule in its form', () => {
  it('is read as the units that its own segment lists', () => {
    expect(read(rule(), listing('targeting_key'))).toEqual({
      ok: true,
      rule: { ...shared, kind: 'individual', units: ['ada', 'grace'] },
    });
  });

  it('is read as conditions when the list is of another attribute', () => {
    const segment = listing('country');
    expect(read(rule(), segment)).toEqual({
      ok: true,
      rule: { ...shared, kind: 'conditional', targeting: segment.targeting },
    });
  });

  it('is read as a segment that people manage', () => {
    expect(read(rule({ segment: 'swedes' }), testSegment())).toEqual({
      ok: true,
      rule: { ...shared, kind: 'segment', segment: 'swedes' },
    });
  });

  it('keeps weights, reach, unit, places and stickiness', () => {
    const stored = {
      ...split,
      enabled: false,
      environments: ['staging'],
      targetingKeySelector: 'user.id',
      stickiness: { materialization: 'kept', isIntakePaused: true },
    };
    expect(read(stored, own(null))).toEqual({
      ok: true,
      rule: {
        ...shared,
        kind: 'conditional',
        targeting: { criteria: {}, expression: null },
        assignments: [
          { kind: 'variant', variant: 'on', weight: 30 },
          { kind: 'fallthrough', weight: 70 },
        ],
        reach: 0.1,
        enabled: false,
        environments: ['staging'],
        targetingKeySelector: 'user.id',
        stickiness: { materialization: 'kept', isIntakePaused: true },
      },
    });
  });

  it('says when its buckets are laid out in another way', () => {
    expect(isLaidOutElsewhere(split)).toBe(false);
    expect(isLaidOutElsewhere(testExperimentRule())).toBe(false);
    const holes = rule({
      assignments: [
        {
          id: 'on',
          kind: 'variant',
          variant: 'on',
          ranges: [
            [0, 10],
            [20, 30],
          ],
        },
      ],
    });
    expect(isLaidOutElsewhere(holes)).toBe(true);
    const uneven = rule({
      assignments: [
        { id: 'on', kind: 'variant', variant: 'on', ranges: [[0, 500_000]] },
        {
          id: 'off',
          kind: 'variant',
          variant: 'off',
          ranges: [[500_000, 600_000]],
        },
      ],
    });
    expect(isLaidOutElsewhere(uneven)).toBe(true);
  });
});

describe('a new rule', () => {
  it('lists all that is missing, each at its place', () => {
    const draft = newRuleDraft(testFlag({ variants: [] }));
    const found = ruleOfDraft({
      ...draft,
      kind: 'individual',
      units: ' \n ',
      reach: 0,
    });
    expect(found.ok ? [] : found.problems.map(({ path }) => path)).toEqual([
      'name',
      'units',
      'assignments[0]',
      'reach',
    ]);
  });

  it('refuses to give the same twice', () => {
    const draft = { ...newRuleDraft(testFlag()), name: 'Twice' };
    const [given] = draft.gives;
    const twice = {
      ...draft,
      gives: [given, given].flatMap((one, key) =>
        one ? [{ ...one, key: String(key) }] : [],
      ),
    };
    const found = ruleOfDraft(twice);
    expect(found.ok ? [] : found.problems.map(({ path }) => path)).toEqual([
      'assignments[1]',
    ]);
  });
});

describe('a change of a rule, in words', () => {
  const flag = testFlag({ defaultVariant: 'off' });

  it('says who loses what and what they get instead', () => {
    expect(ruleLossWords(flag, split, testSegment())).toEqual([
      'Units for which country is SE lose on (3 % of them) and what a later rule gives (7 % of them) within seconds, in every environment of shop-web.',
      'They get what later rules give them, else off.',
    ]);
    expect(
      ruleLossWords(flag, { ...split, enabled: false }, own(null)),
    ).toEqual(['The rule is off, so nobody loses anything.']);
  });

  it('says who gets what', () => {
    expect(
      ruleGainWords(flag, rule({ environments: ['staging'] }), own(null)),
    ).toEqual([
      'Everyone that no earlier rule decides get on (20 % of them) within seconds, in staging.',
    ]);
  });

  it('tells a draft before it is saved', () => {
    const draft = {
      ...newRuleDraft(flag),
      kind: 'individual' as const,
      units: 'ada\n\ngrace',
    };
    expect(ruleDraftWords(flag, draft)).toBe(
      '2 units get on, in every environment. The rule stays off: nobody gets anything yet.',
    );
    expect(ruleDraftWords(flag, draft, rule())).toMatch(
      /Saving switches the rule off: those who get something from it lose it/,
    );
    expect(ruleDraftWords(flag, { ...draft, isEnabled: true, reach: 50 })).toBe(
      '2 units get on, in every environment. 50 % of them are let in; the others go on to the next rule. It takes effect within seconds of saving.',
    );
  });
});
