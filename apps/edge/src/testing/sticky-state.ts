import type { ResolverState } from '@etude/flags';
import { exampleState } from './example-state';

/** How the rule of {@link stickyState} is set. */
export type StickyRule = {
  readonly version?: string;
  /** Buckets of 100 that get `blue`; the others get `green`. */
  readonly blue: number;
  readonly isIntakePaused?: boolean;
};

/** The materialization of the flag `sticky`. */
export const CHECKOUT = 'checkout';

/** The example state with a flag `sticky`, which keeps units where they are. */
export const stickyState = ({
  version = '1',
  blue,
  isIntakePaused = false,
}: StickyRule): ResolverState => {
  const state = exampleState({ version });
  const [split] = state.flags;
  const [rule] = split?.rules ?? [];
  if (!split || !rule) throw new Error('The example has a split.');
  const name = 'flags/sticky';
  const variantOf = (id: string) => `${name}/variants/${id}`;
  state.flags.push({
    ...split,
    name,
    variants: split.variants.map(({ value }, index) => ({
      name: variantOf(index === 0 ? 'blue' : 'green'),
      value,
    })),
    rules: [
      {
        ...rule,
        name: `${name}/rules/r`,
        assignments: [
          {
            id: 'to-blue',
            kind: 'variant',
            variant: variantOf('blue'),
            ranges: [[0, blue]],
          },
          {
            id: 'to-green',
            kind: 'variant',
            variant: variantOf('green'),
            ranges: [[blue, 100]],
          },
        ],
        materialization: {
          read: CHECKOUT,
          write: CHECKOUT,
          mustMatch: isIntakePaused,
          targetingCanBeIgnored: true,
        },
      },
    ],
  });
  return state;
};
