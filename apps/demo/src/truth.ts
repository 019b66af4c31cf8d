import type { Verdict } from '@etude/lifecycle';

/** Chances and means of one reader's week in the shop, in control. */
export const BASELINE = {
  purchase: 0.12,
  basket: 0.3,
  /** Scale of the exponential whose floor is the number of book pages. */
  bookViewScale: 2,
  pageError: 0.02,
  orderEuros: 30,
} as const;

/** Relative effects a treatment really has; what is not named is 0. */
export type PlantedEffects = Partial<
  Record<'purchase' | 'basket' | 'pageError', number>
>;

/** What is wrong with an experiment on purpose. */
export type PlantedFault =
  | { readonly kind: 'srm'; readonly treatmentShare: number }
  | { readonly kind: 'crossover'; readonly share: number };

/** An ended experiment of the demo organisation, with its truth. */
export type PlantedExperiment = {
  readonly id: string;
  readonly name: string;
  readonly hypothesis: string;
  readonly flagId: string;
  readonly endedDaysAgo: number;
  readonly days: number;
  /** Exposed units over both variants. */
  readonly units: number;
  readonly effects: PlantedEffects;
  readonly fault?: PlantedFault;
  readonly endReason: 'planned-end' | 'stopped-early' | 'restart';
  /** Metric whose success is looked for, with its detectable effect. */
  readonly success: {
    readonly metricId: string;
    readonly mdeRelative?: number;
  };
  readonly expected: {
    readonly class: Verdict['class'];
    readonly reason?: NonNullable<Verdict['reason']>;
  };
  /** Absent: it waits for a decision. */
  readonly decision?: 'ship' | 'do-not-ship';
};

/** A flag of the shop that experiments ran on. */
export type DemoFlag = {
  readonly id: string;
  readonly description: string;
  /** What the treatment is about, as a name of experiments. */
  readonly idea: string;
  readonly owner: string;
  readonly componentRef: string;
  readonly surface: string;
  readonly field: string;
  readonly control: string;
  readonly treatment: string;
};

const flag = (
  names: readonly [id: string, description: string, idea: string],
  place: readonly [owner: string, component: string, surface: string],
  value: readonly [field: string, control: string, treatment: string],
): DemoFlag => ({
  id: names[0],
  description: names[1],
  idea: names[2],
  owner: `group:default/${place[0]}`,
  componentRef: `component:default/${place[1]}`,
  surface: place[2],
  field: value[0],
  control: value[1],
  treatment: value[2],
});

const STOREFRONT = ['growth', 'storefront-web', 'storefront'] as const;
const CHECKOUT = ['checkout', 'checkout-service', 'checkout'] as const;
const SEARCH = ['discovery', 'search-service', 'search'] as const;
const SHELVES = ['discovery', 'recommendations', 'shelves'] as const;
const SIGN_IN = ['accounts', 'sign-in-web', 'sign-in'] as const;

/** Flags that ended experiments ran on, and the two that are live. */
export const flags: readonly DemoFlag[] = [
  flag(
    [
      'book-page-layout',
      'How a book page is laid out.',
      'A spacious book page',
    ],
    STOREFRONT,
    ['layout', 'classic', 'spacious'],
  ),
  flag(
    [
      'home-hero',
      'What the top of the home page shows.',
      'Your shelf on the home page',
    ],
    STOREFRONT,
    ['hero', 'new-books', 'your-shelf'],
  ),
  flag(
    ['price-display', 'How prices are written.', 'Prices with the saving'],
    STOREFRONT,
    ['price', 'plain', 'with-saving'],
  ),
  flag(
    ['checkout-steps', 'How many pages the checkout has.', 'One-page checkout'],
    CHECKOUT,
    ['steps', 'three', 'one'],
  ),
  flag(
    [
      'delivery-promise',
      'Whether a delivery date is promised.',
      'A promised delivery date',
    ],
    CHECKOUT,
    ['promise', 'none', 'date'],
  ),
  flag(
    ['payment-order', 'Which way to pay comes first.', 'Wallet first'],
    CHECKOUT,
    ['first', 'card', 'wallet'],
  ),
  flag(
    ['search-ranking', 'How search results are ordered.', 'Search by meaning'],
    SEARCH,
    ['ranking', 'words', 'meaning'],
  ),
  flag(
    [
      'search-suggestions',
      'What is suggested while typing.',
      'Topics while typing',
    ],
    SEARCH,
    ['suggestions', 'titles', 'topics'],
  ),
  flag(
    ['shelf-model', 'Which model fills the shelves.', 'Adventurous shelves'],
    SHELVES,
    ['model', 'steady', 'adventurous'],
  ),
  flag(
    ['sign-up-form', 'How much a new reader is asked.', 'A short sign-up form'],
    SIGN_IN,
    ['form', 'long', 'short'],
  ),
  flag(
    [
      'reading-list-sharing',
      'Whether reading lists can be shared.',
      'Shared reading lists',
    ],
    STOREFRONT,
    ['sharing', 'off', 'on'],
  ),
];

/** What the live experiment's treatment does to the chance of a purchase. */
export const LIVE_EFFECTS: PlantedEffects = { purchase: 0.3, basket: 0.05 };
