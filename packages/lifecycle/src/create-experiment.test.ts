import { describe, expect, it } from 'vitest';
import { createExperiment } from './create-experiment';
import { experimentSchema } from './experiment';
import { experimentPlanSchema } from './experiment-plan';
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

  it('is stored with the one name of its time zone, or without any', () => {
    const stored = (timeZone: string) =>
      experimentPlanSchema.parse(testPlan({ timeZone })).timeZone;
    expect(stored('europe/stockholm')).toBe('Europe/Stockholm');
    expect(stored('Europe/Atlantis')).toBe('Europe/Atlantis');
    expect(experimentPlanSchema.parse(testPlan())).toEqual(testPlan());
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
