import { describe, expect, it } from 'vitest';
import { createExperiment } from './create-experiment';
import { experimentSchema } from './experiment';
import { testPlan } from './test-experiment';

const NOW = new Date('2026-03-01T09:00:00Z');
const draft = {
  id: 'gate-at-40',
  name: 'Gate at level 40',
  owner: 'group:default/players',
  plan: testPlan({ hypothesis: '' }),
  createdBy: 'user:default/ada',
};

describe('createExperiment', () => {
  it('makes a draft even of an unfinished plan', () => {
    const result = createExperiment(draft, NOW);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(experimentSchema.parse(result.value.experiment)).toMatchObject({
      state: 'draft',
      createdAt: '2026-03-01T09:00:00.000Z',
    });
  });

  it('refuses what nobody could find or answer for, all at once', () => {
    const result = createExperiment(
      { ...draft, id: 'Gate 40', owner: '' },
      NOW,
    );
    expect(!result.ok && result.problems.map(({ path }) => path)).toEqual([
      'id',
      'owner',
    ]);
  });
});
