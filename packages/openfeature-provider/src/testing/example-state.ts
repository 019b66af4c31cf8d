import type { ResolverState } from '@etude/flags';

/** SHA-256 of `server-secret`. */
const SECRET_HASH =
  'e16bf22885dc0909755f99ea46eb2b7032c994ad0f8cbf6446b0df0db5f0de32';

/**
 * For tests: flag `checkout` gives everyone in Sweden the variant `new`, and
 * nobody else anything.
 */
export const exampleState = (color = 'green'): ResolverState => ({
  account: 'acme',
  version: '1',
  clients: [
    {
      id: 'shop',
      credentials: [
        {
          id: 'main',
          secretHash: SECRET_HASH,
          kind: 'server',
          environments: [],
        },
      ],
    },
  ],
  flags: [
    {
      name: 'flags/checkout',
      state: 'active',
      clients: ['shop'],
      schema: {
        type: 'struct',
        fields: {
          color: { type: 'string' },
          limit: { type: 'int' },
          hint: { type: 'string' },
        },
      },
      variants: [
        { name: 'flags/checkout/variants/new', value: { color, limit: 4 } },
      ],
      rules: [
        {
          name: 'flags/checkout/rules/sweden',
          segment: 'segments/sweden',
          enabled: true,
          targetingKeySelector: '',
          environments: [],
          bucketCount: 1,
          assignments: [
            {
              id: 'new',
              kind: 'variant',
              variant: 'flags/checkout/variants/new',
              ranges: [[0, 1]],
            },
          ],
        },
      ],
    },
  ],
  segments: [
    {
      name: 'segments/sweden',
      population: 'ALL',
      targeting: {
        criteria: {
          country: {
            type: 'attribute',
            attribute: 'country',
            rule: { op: 'eq', value: { type: 'string', value: 'SE' } },
          },
        },
        expression: { type: 'ref', ref: 'country' },
      },
    },
  ],
});
