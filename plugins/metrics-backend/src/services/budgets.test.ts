import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readBudgetsConfig } from '../budgets-config';
import { periodOf } from './budgets';

describe('the period of a budget', () => {
  it.each([
    ['day', '2026-03-01T00:00:00.000Z', '2026-03-01', '2026-03-02'],
    ['day', '2026-12-31T23:59:59.999Z', '2026-12-31', '2027-01-01'],
    ['month', '2026-02-28T12:00:00.000Z', '2026-02-01', '2026-03-01'],
    ['month', '2026-12-31T12:00:00.000Z', '2026-12-01', '2027-01-01'],
  ] as const)('of a %s at %s', (per, now, since, resets) => {
    expect(periodOf(per, new Date(now))).toEqual({
      since: `${since}T00:00:00.000Z`,
      resetsAt: `${resets}T00:00:00.000Z`,
    });
  });
});

describe('etude.budgets', () => {
  const read = (budgets: JsonObject) =>
    readBudgetsConfig(
      mockServices.rootConfig({ data: { etude: { budgets } } }),
    );

  it('has a budget for everyone, and others for some', () => {
    const budgets = read({
      contact: 'group:default/data',
      default: { seconds: 3600 },
      owners: [{ owner: 'Group:default/Growth', per: 'month', bytes: 1e12 }],
    });
    expect(budgets).toEqual({
      contact: 'group:default/data',
      default: { per: 'day', seconds: 3600, bytes: null },
      owners: new Map([
        ['group:default/growth', { per: 'month', seconds: null, bytes: 1e12 }],
      ]),
    });
  });

  it.each([
    ['no limit', { default: {} }, /default has no limit/],
    ['another period', { default: { per: 'year', bytes: 1 } }, /'year'/],
    ['a negative limit', { default: { bytes: -1 } }, /bytes is -1/],
    ['a short name', { owners: [{ owner: 'growth', bytes: 1 }] }, /'growth'/],
    [
      'two budgets for one team',
      {
        owners: [
          { owner: 'group:default/growth', bytes: 1 },
          { owner: 'group:default/Growth', bytes: 2 },
        ],
      },
      /two budgets/,
    ],
  ])('refuses %s', (_name, budgets, message) => {
    expect(() => read(budgets as JsonObject)).toThrow(message);
  });
});
