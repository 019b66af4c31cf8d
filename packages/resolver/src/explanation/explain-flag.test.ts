import { describe, expect, it } from 'vitest';
import { aFlag, aRule, aSegment, aState, attributeIs } from '../test-state';
import { explainFlag } from './explain-flag';

const credential = { client: 'shop', environments: ['staging'] };

const explain = (
  state: ReturnType<typeof aState>,
  context: Readonly<Record<string, unknown>>,
) => explainFlag(state, { flag: 'flags/checkout', credential, context });

const variantA = {
  id: 'a',
  kind: 'variant' as const,
  variant: 'flags/checkout/variants/a',
  ranges: [[0, 200]] satisfies [number, number][],
};

describe('explainFlag', () => {
  // MegaSalt-acme|user-1 is bucket 365,921 of the population and
  // my-segment|user-1 bucket 217 of 1,000 (specs/resolver/bucketing.json).
  it('says which bucket a unit is in, and which it would have to be in', () => {
    const state = aState({
      flags: [
        aFlag({
          rules: [
            aRule({ segment: 'segments/tenth' }),
            aRule({
              segment: 'segments/my-segment',
              bucketCount: 1000,
              assignments: [variantA],
            }),
          ],
        }),
      ],
      segments: [
        aSegment({ name: 'segments/tenth', population: [[0, 100_000]] }),
        aSegment({ name: 'segments/my-segment' }),
      ],
    });
    const explanation = explain(state, { targeting_key: 'user-1' });
    expect(explanation?.rules).toMatchObject([
      {
        outcome: 'outsidePopulation',
        sentence:
          "Unit 'user-1' is in bucket 365,921 of 1,000,000; the segment holds 0 to 99,999.",
        segment: {
          targeting: true,
          populationBucket: 365921,
          inPopulation: false,
          outcome: false,
        },
      },
      {
        outcome: 'outsideBuckets',
        sentence:
          "Unit 'user-1' is in bucket 217 of 1,000; the rule assigns 0 to 199.",
        bucket: 217,
        segment: { inPopulation: null, populationBucket: 365921 },
      },
    ]);
    expect(explanation?.sentence).toBe(
      'No rule matched, and the flag has no default variant: the default in the code applies.',
    );
  });

  it('says what the context has where targeting is not met', () => {
    const state = aState({
      flags: [
        aFlag({
          defaultVariant: 'flags/checkout/variants/a',
          rules: [
            aRule({ segment: 'segments/swedes' }),
            aRule({ environments: ['production'] }),
            aRule({ enabled: false }),
            aRule({ segment: 'segments/gone' }),
            aRule({ targetingKeySelector: 'user.id' }),
          ],
        }),
      ],
      segments: [
        aSegment(),
        aSegment({
          name: 'segments/swedes',
          targeting: attributeIs('country', 'SE'),
        }),
      ],
    });
    const explanation = explain(state, { country: 'NO' });
    expect(explanation?.rules.map(({ sentence }) => sentence)).toEqual([
      "The context does not meet segment 'swedes': 'country' is \"NO\".",
      "The rule is for 'production'; the credential is for 'staging'.",
      'The rule is off.',
      "There is no segment 'gone' in use: it was never allocated, or is archived.",
      "The context has no 'user.id', so there is no unit to assign.",
    ]);
    expect(explanation).toMatchObject({
      reason: 'DEFAULT',
      variant: 'flags/checkout/variants/a',
      sentence: "No rule matched, so the default variant 'a' applies.",
    });
    expect(explanation?.rules[0]?.segment?.criteria).toMatchObject([
      { name: 'it', contextValue: 'NO', outcome: false },
    ]);
  });

  it('says which rule decided, and which were not tried', () => {
    const state = aState({
      flags: [aFlag({ rules: [aRule(), aRule({ name: 'late' })] })],
    });
    const explanation = explain(state, {});
    expect(explanation?.sentence).toBe("Rule 'r1' gives variant 'b'.");
    expect(explanation?.rules).toMatchObject([
      {
        outcome: 'matched',
        sentence: "The rule gives everyone in segment 'everyone' variant 'b'.",
        assignmentId: 'b',
        unit: null,
      },
      {
        outcome: 'notReached',
        sentence: "Not tried: rule 'r1' decided before.",
      },
    ]);
    expect(explanation?.value).toEqual({ color: 'green', limit: null });
  });

  it('says that the flag is off, or what another flag gives instead', () => {
    const off = aState({
      flags: [aFlag({ disabledEnvironments: ['staging'] })],
    });
    expect(explain(off, {})).toMatchObject({
      isOff: true,
      reason: 'DISABLED',
      sentence:
        "The flag is off for 'staging', and the flag has no default variant: the default in the code applies.",
      rules: [{ outcome: 'notReached' }],
    });
    const needy = aState({
      flags: [
        aFlag({
          prerequisites: [
            { flag: 'flags/base', variants: ['flags/base/variants/on'] },
          ],
        }),
      ],
    });
    expect(explain(needy, {})).toMatchObject({
      reason: 'PREREQUISITE_FAILED',
      prerequisites: [{ flag: 'flags/base', variant: null, isMet: false }],
      sentence: expect.stringMatching(
        /^Flag 'base' gives no variant, not 'on' as this flag requires/,
      ),
    });
  });

  it('knows nothing of flags that the client does not have', () => {
    expect(explain(aState({ flags: [] }), {})).toBeUndefined();
    expect(
      explain(aState({ flags: [aFlag({ clients: ['other'] })] }), {}),
    ).toBeUndefined();
  });
});
