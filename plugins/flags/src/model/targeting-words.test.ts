import type { Targeting } from './wire-types';
import { targetingWords } from './targeting-words';

type Criteria = Targeting['criteria'];

const text = (value: string) => ({ type: 'string' as const, value });
const number = (value: number) => ({ type: 'number' as const, value });

const criteria: Criteria = {
  sweden: {
    type: 'attribute',
    attribute: 'country',
    rule: { op: 'eq', value: text('SE') },
  },
  nordic: {
    type: 'attribute',
    attribute: 'country',
    rule: { op: 'set', values: [text('SE'), text('NO')] },
  },
  adult: {
    type: 'attribute',
    attribute: 'age',
    rule: {
      op: 'range',
      start: { value: number(18), inclusive: true },
      end: { value: number(65), inclusive: false },
    },
  },
  own: {
    type: 'attribute',
    attribute: 'email',
    rule: { op: 'matches', pattern: '@etude\\.org$' },
  },
  recent: {
    type: 'attribute',
    attribute: 'app.version',
    rule: { op: 'versionRange', range: '>=8.5.0 <9' },
  },
  tagged: {
    type: 'attribute',
    attribute: 'tags',
    rule: { op: 'any', rule: { op: 'startsWith', value: 'vip' } },
  },
  beta: { type: 'segment', segment: 'beta-testers' },
};

const ref = (name: string) => ({ type: 'ref' as const, ref: name });

describe('targetingWords', () => {
  it.each([
    ['an empty targeting', null, 'Everyone'],
    ['a value', ref('sweden'), 'Units for which country is SE'],
    [
      'several values',
      ref('nordic'),
      'Units for which country is one of SE, NO',
    ],
    [
      'a range with its ends',
      ref('adult'),
      'Units for which age is at least 18 and less than 65',
    ],
    [
      'a negation through groups of one',
      {
        type: 'not' as const,
        operand: { type: 'or' as const, operands: [ref('nordic')] },
      },
      'Units for which country is not one of SE, NO',
    ],
    [
      'a negated segment',
      { type: 'not' as const, operand: ref('beta') },
      'Units for which the unit is not in segment beta-testers',
    ],
    [
      'a negation of a whole group',
      {
        type: 'not' as const,
        operand: { type: 'and' as const, operands: [ref('beta'), ref('own')] },
      },
      'Units for which not (the unit is in segment beta-testers and email matches /@etude\\.org$/)',
    ],
    [
      'a range of versions',
      { type: 'not' as const, operand: ref('recent') },
      'Units for which app.version is not a version in >=8.5.0 <9',
    ],
    [
      'the elements of a list',
      { type: 'not' as const, operand: ref('tagged') },
      'Units for which tags has no element that starts with vip',
    ],
    [
      'what belongs together',
      {
        type: 'and' as const,
        operands: [
          ref('adult'),
          { type: 'or' as const, operands: [ref('sweden'), ref('beta')] },
        ],
      },
      'Units for which age is at least 18 and less than 65 and (country is SE or the unit is in segment beta-testers)',
    ],
  ])('tells %s', (_case, expression, words) => {
    expect(targetingWords({ criteria, expression })).toBe(words);
  });
});
