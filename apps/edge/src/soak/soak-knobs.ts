import type { SeededRandom } from './seeded-random';

/** Countries that contexts and targeting draw from. */
export const COUNTRIES = ['SE', 'NO', 'DK', 'FI'] as const;

/** What changes from one state to the next. */
export type Knobs = {
  reach: number;
  offset: number;
  split: number;
  countries: string[];
  minAge: number;
  holdback: number;
  isBannerSwapped: boolean;
  isTargetedEnabled: boolean;
  isLimitsOn: boolean;
  isLimitsOffInProduction: boolean;
  limitsDefault: string | null;
  checkoutDefault: string | null;
  needed: string;
  columns: number;
  isSeasonal: boolean;
  stickySplit: number;
  stickyReach: number;
  isIntakePaused: boolean;
  isStickyEnabled: boolean;
};

/** Names of the variants of every flag. */
export const VARIANTS = ['blue', 'green'] as const;

/** Those of the first state. */
export const firstKnobs = (): Knobs => ({
  reach: 500_000,
  offset: 0,
  split: 50,
  countries: ['SE'],
  minAge: 18,
  holdback: 30,
  isBannerSwapped: false,
  isTargetedEnabled: true,
  isLimitsOn: true,
  isLimitsOffInProduction: false,
  limitsDefault: null,
  checkoutDefault: null,
  needed: 'blue',
  columns: 1,
  isSeasonal: true,
  stickySplit: 50,
  stickyReach: 1_000_000,
  isIntakePaused: false,
  isStickyEnabled: true,
});

type Turn = (knobs: Knobs, random: SeededRandom) => void;

const TURNS: readonly [Turn, ...Turn[]] = [
  (knobs, { below }) => {
    knobs.reach = below(11) * 100_000;
  },
  (knobs, { below }) => {
    knobs.offset = below(10) * 100_000;
  },
  (knobs, { below }) => {
    knobs.split = below(101);
  },
  (knobs, { chance }) => {
    knobs.countries = COUNTRIES.filter(() => chance(0.5));
  },
  (knobs, { below }) => {
    knobs.minAge = 10 + below(40);
  },
  (knobs, { below }) => {
    knobs.holdback = below(51);
  },
  knobs => {
    knobs.isBannerSwapped = !knobs.isBannerSwapped;
  },
  knobs => {
    knobs.isTargetedEnabled = !knobs.isTargetedEnabled;
  },
  knobs => {
    knobs.isLimitsOn = !knobs.isLimitsOn;
  },
  knobs => {
    knobs.isLimitsOffInProduction = !knobs.isLimitsOffInProduction;
  },
  (knobs, { pick }) => {
    knobs.limitsDefault = pick([null, ...VARIANTS]);
  },
  (knobs, { pick }) => {
    knobs.checkoutDefault = pick([null, ...VARIANTS]);
  },
  (knobs, { pick }) => {
    knobs.needed = pick(VARIANTS);
  },
  (knobs, { below }) => {
    knobs.columns = below(5);
  },
  knobs => {
    knobs.isSeasonal = !knobs.isSeasonal;
  },
  (knobs, { below }) => {
    knobs.stickyReach = (5 + below(6)) * 100_000;
  },
  (knobs, { chance }) => {
    knobs.isIntakePaused = chance(0.3);
  },
  (knobs, { chance }) => {
    knobs.isStickyEnabled = chance(0.8);
  },
];

const MAX_TURNS = 3;

/** Turns some of the knobs, and always the split of the sticky flag. */
export const turnKnobs = (knobs: Knobs, random: SeededRandom): void => {
  const turns = 1 + random.below(MAX_TURNS);
  for (let turn = 0; turn < turns; turn += 1) {
    random.pick(TURNS)(knobs, random);
  }
  // Every time: an edge that forgets what a unit has is wrong half of the time.
  knobs.stickySplit = random.below(101);
};
