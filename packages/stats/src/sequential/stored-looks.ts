import type { AlphaSpending } from './alpha-spending';
import type {
  GroupSequentialState,
  SpendingDesign,
} from './group-sequential-state';

/** Units at which a test is taken to be complete. */
export type LookScale = {
  /** All of alpha is spent there. */
  readonly spendingEnd: number;
  /** The information fraction is 1 there. */
  readonly informationEnd: number;
};

/**
 * The solved looks of a group sequential test, as plain JSON to store with the
 * data they were made from. It holds no data of the experiment but the number
 * of its units, and can always be left out: it saves time alone.
 */
export type StoredLooks = LookScale & {
  /** Of the solver; {@link STORED_LOOKS_VERSION} when this one wrote it. */
  readonly version: number;
  /** A fingerprint of the units at each of the looks. */
  readonly looksPrint: string;
  readonly state: GroupSequentialState;
};

/** To be raised with every change of the solver that changes a bound. */
export const STORED_LOOKS_VERSION = 1;

// FNV-1a, twice from different starts: 64 bits tell schedules apart that have
// the same plan, number of looks and latest units.
const printOf = (totals: readonly number[]): string => {
  let [first, second] = [0x811c9dc5, 0x9747b28c];
  for (const total of totals) {
    const text = `${total};`;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      first = Math.imul(first ^ code, 0x01000193);
      second = Math.imul(second ^ code, 0x85ebca6b);
    }
  }
  return [first, second].map(half => (half >>> 0).toString(16)).join('-');
};

/** The state after the first looks of a schedule, for its later ones. */
export const storedLooks = (
  state: GroupSequentialState,
  { spendingEnd, informationEnd }: LookScale,
  totals: readonly number[],
): StoredLooks => ({
  version: STORED_LOOKS_VERSION,
  spendingEnd,
  informationEnd,
  looksPrint: printOf(totals.slice(0, state.looks)),
  state,
});

const parameterOf = (spending: AlphaSpending): number | null => {
  if (spending.kind === 'power') return spending.exponent;
  return spending.kind === 'hwang-shih-decani' ? spending.gamma : null;
};

const isSameDesign = (a: SpendingDesign, b: SpendingDesign): boolean =>
  a.alpha === b.alpha &&
  a.sides === b.sides &&
  a.spending.kind === b.spending.kind &&
  parameterOf(a.spending) === parameterOf(b.spending);

/**
 * True when these are looks of that schedule before its last one. The cheap
 * differences are looked for first.
 */
export const isPrefixOf = (
  stored: StoredLooks,
  schedule: {
    readonly design: SpendingDesign;
    readonly scale: LookScale;
    readonly totals: readonly number[];
  },
): boolean => {
  const { version, spendingEnd, informationEnd, looksPrint, state } = stored;
  const { design, scale, totals } = schedule;
  return (
    version === STORED_LOOKS_VERSION &&
    spendingEnd === scale.spendingEnd &&
    informationEnd === scale.informationEnd &&
    state.looks < totals.length &&
    isSameDesign(state.design, design) &&
    looksPrint === printOf(totals.slice(0, state.looks))
  );
};
