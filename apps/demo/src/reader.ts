import { BASELINE, LIVE_EFFECTS } from './truth';

/** Chances in (0, 1) that decide what a reader does; seeded, repeatable. */
export type Chance = () => number;

/** A small seeded generator (mulberry32), good enough for a shop's traffic. */
export const seededChance = (seed: number): Chance => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** An event of a reader's visit, before it is sent. */
export type ShopEvent = { readonly event: string; readonly value?: number };

/**
 * What a reader does on a visit: the planted truth of the live experiment,
 * where the treatment is the spacious layout.
 */
export const visitEvents = (
  layout: string,
  chance: Chance,
): readonly ShopEvent[] => {
  const isTreated = layout === 'spacious';
  const happens = (base: number, effect: number | undefined) =>
    chance() < base * (1 + (isTreated ? (effect ?? 0) : 0));
  const events: ShopEvent[] = [{ event: 'visit' }];
  const views = Math.floor(-Math.log(1 - chance()) * BASELINE.bookViewScale);
  for (let view = 0; view < views; view += 1) {
    events.push({ event: 'book-view' });
  }
  if (happens(BASELINE.basket, LIVE_EFFECTS.basket)) {
    events.push({ event: 'add-to-basket' });
  }
  if (happens(BASELINE.purchase, LIVE_EFFECTS.purchase)) {
    const euros = BASELINE.orderEuros * (0.4 + 1.2 * chance());
    events.push({ event: 'purchase', value: Math.round(euros * 100) / 100 });
  }
  if (happens(BASELINE.pageError, LIVE_EFFECTS.pageError)) {
    events.push({ event: 'page-error' });
  }
  return events;
};
