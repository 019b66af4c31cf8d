/** What moved: nothing it should, nothing at all, or all that was planned. */
export type World = 'all at their nulls' | 'status quo' | 'alternative';

/** Which metrics are correlated 0.99 with each other. */
export type Dependence =
  | 'independent'
  | 'all dependent'
  | 'success dependent'
  | 'guardrails dependent';

/** How the error rates of the single tests are chosen. */
export type Correction = 'none' | 'only alpha' | 'default' | 'strict';

/** Rule 1 / rule 2, by correction. */
export type PublishedRates = Readonly<
  Record<Correction, readonly [number, number]>
>;

/** Replications of the published simulation. */
export const PUBLISHED_REPLICATIONS = 100_000;

const row = (
  none: readonly [number, number],
  onlyAlpha: readonly [number, number],
  corrected: readonly (readonly [number, number])[],
): PublishedRates => {
  const [standard, strict] = corrected;
  return {
    none,
    'only alpha': onlyAlpha,
    default: standard ?? [Number.NaN, Number.NaN],
    strict: strict ?? [Number.NaN, Number.NaN],
  };
};

/**
 * Chances to ship with five success metrics, five guardrails, two
 * deterioration metrics and two quality tests, alpha 5 %, power 80 %: an
 * independent simulation with 100,000 replications, in the layout of
 * Schultzberg, Ankargren & Frånberg 2024, arXiv 2402.11609, section 5.
 */
export const PUBLISHED: readonly (readonly [
  World,
  Dependence,
  PublishedRates,
])[] = [
  [
    'all at their nulls',
    'independent',
    row(
      [0, 0],
      [0, 0],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ],
  [
    'all at their nulls',
    'all dependent',
    row(
      [0.038, 0.031],
      [0.003, 0.003],
      [
        [0.013, 0.013],
        [0.013, 0.013],
      ],
    ),
  ],
  [
    'all at their nulls',
    'guardrails dependent',
    row(
      [0.009, 0.006],
      [0, 0],
      [
        [0.002, 0.002],
        [0.002, 0.002],
      ],
    ),
  ],
  [
    'status quo',
    'independent',
    row(
      [0.073, 0.048],
      [0.008, 0.008],
      [
        [0.041, 0.04],
        [0.043, 0.042],
      ],
    ),
  ],
  [
    'status quo',
    'all dependent',
    row(
      [0.064, 0.052],
      [0.007, 0.007],
      [
        [0.014, 0.014],
        [0.014, 0.014],
      ],
    ),
  ],
  [
    'status quo',
    'success dependent',
    row(
      [0.021, 0.017],
      [0.002, 0.002],
      [
        [0.011, 0.011],
        [0.012, 0.012],
      ],
    ),
  ],
  [
    'status quo',
    'guardrails dependent',
    row(
      [0.175, 0.116],
      [0.019, 0.019],
      [
        [0.046, 0.045],
        [0.047, 0.046],
      ],
    ),
  ],
  [
    'alternative',
    'independent',
    row(
      [0.328, 0.264],
      [0.328, 0.324],
      [
        [0.845, 0.831],
        [0.881, 0.867],
      ],
    ),
  ],
  [
    'alternative',
    'all dependent',
    row(
      [0.765, 0.62],
      [0.765, 0.754],
      [
        [0.958, 0.944],
        [0.968, 0.953],
      ],
    ),
  ],
  [
    'alternative',
    'success dependent',
    row(
      [0.274, 0.22],
      [0.274, 0.269],
      [
        [0.824, 0.81],
        [0.865, 0.851],
      ],
    ),
  ],
  [
    'alternative',
    'guardrails dependent',
    row(
      [0.767, 0.622],
      [0.767, 0.756],
      [
        [0.957, 0.943],
        [0.967, 0.953],
      ],
    ),
  ],
];
