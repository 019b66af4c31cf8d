import { seededChance, visitEvents } from './reader';
import { BASELINE, LIVE_EFFECTS } from './truth';

const READERS = 40_000;

const shareWith = (layout: string, event: string, seed: number): number => {
  const chance = seededChance(seed);
  let readers = 0;
  for (let reader = 0; reader < READERS; reader += 1) {
    if (visitEvents(layout, chance).some(one => one.event === event)) {
      readers += 1;
    }
  }
  return readers / READERS;
};

/** Four standard errors: a right program fails once in 16,000 seeds. */
const within = (actual: number, expected: number): void => {
  const tolerance = 4 * Math.sqrt((expected * (1 - expected)) / READERS);
  expect(Math.abs(actual - expected)).toBeLessThan(tolerance);
};

describe('visitEvents', () => {
  it('follows the baseline in control', () => {
    within(shareWith('classic', 'purchase', 1), BASELINE.purchase);
    within(shareWith('classic', 'add-to-basket', 2), BASELINE.basket);
    within(shareWith('classic', 'page-error', 3), BASELINE.pageError);
  });

  it('follows the planted effect in treatment', () => {
    within(
      shareWith('spacious', 'purchase', 4),
      BASELINE.purchase * (1 + (LIVE_EFFECTS.purchase ?? 0)),
    );
  });

  it('is the same for the same seed', () => {
    expect(visitEvents('classic', seededChance(9))).toEqual(
      visitEvents('classic', seededChance(9)),
    );
  });
});
