import { describe, expect, it } from 'vitest';
import { buildResolverState } from './build-resolver-state';
import type { Client, Credential } from './model';
import { aFlag, aSegment } from './test-flag';

const credential = (id: string, revokedAt: string | null): Credential => ({
  id,
  name: id,
  kind: 'server',
  secretHash: id.repeat(64).slice(0, 64),
  environments: ['production'],
  revokedAt,
});

const client: Client = {
  id: 'shop-web',
  displayName: 'Shop',
  credentials: [credential('a', null), credential('b', '2026-01-01T00:00:00Z')],
};

const build = () =>
  buildResolverState({
    account: 'acme',
    version: '7',
    clients: [client],
    flags: [aFlag()],
    segments: [
      aSegment('everyone', 1, {
        population: 'ALL',
        state: 'allocated',
        targeting: {
          criteria: { staff: { type: 'segment', segment: 'our-staff' } },
          expression: { type: 'not', operand: { type: 'ref', ref: 'staff' } },
        },
      }),
      aSegment('planned', 1),
    ],
  });

describe('buildResolverState', () => {
  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(build()))).toEqual(build());
  });

  it('names flags, rules, variants and segments as the protocol does', () => {
    const [flag] = build().flags;
    expect(flag?.name).toBe('flags/checkout');
    expect(flag?.rules[0]).toMatchObject({
      name: 'flags/checkout/rules/r1',
      segment: 'segments/everyone',
      assignments: [
        { variant: 'flags/checkout/variants/off' },
        { variant: 'flags/checkout/variants/on' },
      ],
    });
    expect(build().segments[0]?.targeting?.criteria).toEqual({
      staff: { type: 'segment', segment: 'segments/our-staff' },
    });
  });

  it('leaves out revoked credentials and unallocated segments', () => {
    const state = build();
    expect(state.clients[0]?.credentials.map(({ id }) => id)).toEqual(['a']);
    expect(state.segments.map(({ name }) => name)).toEqual([
      'segments/everyone',
    ]);
  });

  it('carries switches, default, prerequisites and stickiness by name', () => {
    const [rule] = aFlag().rules;
    const stickiness = { materialization: 'checkout', isIntakePaused: true };
    const { flags } = buildResolverState({
      account: 'acme',
      version: '1',
      clients: [],
      segments: [],
      flags: [
        aFlag({
          enabled: false,
          disabledEnvironments: ['staging'],
          defaultVariant: 'off',
          prerequisites: [{ flag: 'basket', variants: ['on'] }],
          rules: rule ? [{ ...rule, stickiness }] : [],
        }),
      ],
    });
    expect(flags[0]).toMatchObject({
      enabled: false,
      disabledEnvironments: ['staging'],
      defaultVariant: 'flags/checkout/variants/off',
      prerequisites: [
        { flag: 'flags/basket', variants: ['flags/basket/variants/on'] },
      ],
      rules: [
        {
          materialization: {
            read: 'checkout',
            write: 'checkout',
            mustMatch: true,
            targetingCanBeIgnored: true,
          },
        },
      ],
    });
  });
});
