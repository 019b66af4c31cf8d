import { describe, expect, it } from 'vitest';
import { compareEventDefinitions } from './compare-event-definitions';
import { eventDefinitionSchema } from './event-definition';
import type { EventField } from './event-definition';

const field = (change: Partial<EventField> = {}): EventField => ({
  path: 'total',
  type: 'number',
  isRequired: false,
  description: '',
  ...change,
});

const breaking = (before: EventField[], after: EventField[]) =>
  compareEventDefinitions({ fields: before }, { fields: after })
    .filter(({ isBreaking }) => isBreaking)
    .map(({ path }) => path);

describe('compareEventDefinitions', () => {
  it.each([
    ['an optional field is added', [], [field()], []],
    ['a required field is added', [], [field({ isRequired: true })], ['total']],
    ['a field is removed', [field()], [], ['total']],
    ['a type changes', [field()], [field({ type: 'text' })], ['total']],
    [
      'an integer becomes a number',
      [field({ type: 'integer' })],
      [field({ type: 'number' })],
      [],
    ],
    [
      'a number becomes an integer',
      [field({ type: 'number' })],
      [field({ type: 'integer' })],
      ['total'],
    ],
    [
      'a field becomes required',
      [field()],
      [field({ isRequired: true })],
      ['total'],
    ],
    ['a field becomes optional', [field({ isRequired: true })], [field()], []],
    [
      'an entity is told',
      [field({ type: 'text' })],
      [field({ type: 'text', entity: 'user' })],
      [],
    ],
    [
      'another entity is meant',
      [field({ type: 'text', entity: 'user' })],
      [field({ type: 'text', entity: 'device' })],
      ['total'],
    ],
    ['only words change', [field()], [field({ description: 'In euros.' })], []],
  ])('when %s', (_name, before, after, expected) => {
    expect(breaking(before, after)).toEqual(expected);
  });
});

describe('eventDefinitionSchema', () => {
  it('refuses fields that are there twice, and ids that cannot be ids', () => {
    const parsed = eventDefinitionSchema.safeParse({
      id: 'purchase',
      name: 'Purchase',
      description: '',
      owner: 'group:default/shop',
      version: 1,
      fields: [field(), field(), field({ path: 'user', entity: 'user' })],
    });
    expect(parsed.error?.issues.map(({ path }) => path)).toEqual([
      ['fields', 1],
      ['fields', 2],
    ]);
  });
});
