import type { StateSegment } from '@etude/flags';
import type { Knobs } from './soak-knobs';

const POPULATION = 1_000_000;

/** The segments of a state: by share, by attribute, by one another. */
export const segmentsOf = (knobs: Knobs): StateSegment[] => {
  const end = Math.min(knobs.offset + knobs.reach, POPULATION);
  return [
    { name: 'segments/everyone', targeting: null, population: 'ALL' },
    {
      name: 'segments/some',
      targeting: null,
      population: end > knobs.offset ? [[knobs.offset, end]] : [],
    },
    {
      name: 'segments/sticky',
      targeting: null,
      population: [[0, knobs.stickyReach]],
    },
    {
      name: 'segments/targeted',
      targeting: {
        criteria: {
          country: {
            type: 'attribute',
            attribute: 'country',
            rule: {
              op: 'set',
              values: knobs.countries.map(value => ({ type: 'string', value })),
            },
          },
        },
        expression: { type: 'ref', ref: 'country' },
      },
      population: 'ALL',
    },
    {
      name: 'segments/grown-ups',
      targeting: {
        criteria: {
          age: {
            type: 'attribute',
            attribute: 'age',
            rule: {
              op: 'range',
              start: {
                value: { type: 'number', value: knobs.minAge },
                inclusive: true,
              },
              end: null,
            },
          },
          abroad: { type: 'segment', segment: 'segments/targeted' },
        },
        expression: {
          type: 'and',
          operands: [
            { type: 'ref', ref: 'age' },
            { type: 'not', operand: { type: 'ref', ref: 'abroad' } },
          ],
        },
      },
      population: [[0, 800_000]],
    },
  ];
};
