import { plantedExperiments } from './planted-experiments';

const shareOf = (
  wanted: (typeof plantedExperiments)[number]['expected']['class'],
): number =>
  plantedExperiments.filter(({ expected }) => expected.class === wanted)
    .length / plantedExperiments.length;

describe('the planted experiments', () => {
  it('have the plausible mix of an organisation that learns', () => {
    expect(plantedExperiments.length).toBeGreaterThanOrEqual(55);
    expect(shareOf('win')).toBeCloseTo(0.12, 1);
    expect(shareOf('regression')).toBeGreaterThan(shareOf('win'));
    expect(shareOf('neutral')).toBeGreaterThan(shareOf('win'));
    expect(shareOf('no-learning')).toBeCloseTo(1 / 3, 1);
  });

  it('lose their learning for a spread of reasons', () => {
    const reasons = new Set(
      plantedExperiments.flatMap(({ expected }) => expected.reason ?? []),
    );
    expect(reasons.size).toBeGreaterThanOrEqual(6);
  });

  it('have ids of their own, and end within two years', () => {
    expect(new Set(plantedExperiments.map(({ id }) => id)).size).toBe(
      plantedExperiments.length,
    );
    for (const { endedDaysAgo } of plantedExperiments) {
      expect(endedDaysAgo).toBeGreaterThan(0);
      expect(endedDaysAgo).toBeLessThan(731);
    }
  });
});
