import { testFlag, testRollout, testSegment } from '../testing/test-flag';
import {
  EMPTY_SEGMENT_DRAFT,
  segmentDraftOf,
  segmentProblems,
  updateSegmentOf,
} from './segment-draft';
import { flagsUsing, heldShare, spaceWords } from './segment-words';

describe('a segment in words', () => {
  it('holds its buckets of the million: 250,000 are a quarter', () => {
    const held = (changes: Parameters<typeof testSegment>[0]) =>
      heldShare(testSegment(changes));
    expect(
      held({
        population: [
          [0, 100_000],
          [500_000, 650_000],
        ],
      }),
    ).toBe(0.25);
    expect(held({ population: 'ALL' })).toBe(1);
    expect(held({ population: 'ALL', state: 'archived' })).toBe(0);
    expect(held({ population: null, state: 'unallocated' })).toBe(0);
  });

  it('is used by active flags with a rule for it', () => {
    const rules = [testRollout({ segment: 'swedes' })];
    expect(
      flagsUsing('swedes', [
        testFlag({ rules }),
        testFlag({ id: 'put-away', rules, state: 'archived' }),
        testFlag({ id: 'another', rules: [testRollout()] }),
      ]),
    ).toEqual(['new-checkout']);
  });

  it.each([
    [0.3, 0.5, 1, true, /holds 50 % .* Lowering it to 30 %/],
    [0.7, 0.5, 0.6, true, /only 60 % is free/],
    [0.6, 0.5, 0.6, false, /Everyone who is in stays in, and 10 %/],
    [0.2, 0, 1, false, /^100 % .* asks for 20 %\.$/],
  ])(
    'asked for %d, holding %d, with %d free',
    (asked, held, available, isRefused, sentence) => {
      const words = spaceWords({ asked, held, available });
      expect(words.isRefused).toBe(isRefused);
      expect(words.sentence).toMatch(sentence);
    },
  );
});

describe('a segment in its form', () => {
  it('is sent as it was read when nothing is changed', () => {
    const segment = testSegment({
      description: 'People in Sweden',
      owner: 'group:default/checkout',
      allocation: {
        proportion: 0.125,
        exclusivityTags: ['checkout', 'cart'],
        exclusiveTo: ['cart'],
      },
    });
    const { etag, description, owner, targeting, allocation } = segment;
    expect(updateSegmentOf(segmentDraftOf(segment))).toEqual({
      etag,
      description,
      owner,
      targeting,
      allocation,
    });
  });

  it('takes labels apart at commas, each once', () => {
    const draft = { ...EMPTY_SEGMENT_DRAFT, tags: ' cart,, shop , cart' };
    expect(updateSegmentOf(draft).allocation.exclusivityTags).toEqual([
      'cart',
      'shop',
    ]);
  });

  it('names what is missing once', () => {
    expect(
      segmentProblems(EMPTY_SEGMENT_DRAFT).map(({ path }) => path),
    ).toEqual(['id']);
    expect(
      segmentProblems({ ...EMPTY_SEGMENT_DRAFT, id: 'No', percent: 120 }).map(
        ({ path }) => path,
      ),
    ).toEqual(['id', 'allocation.proportion']);
  });
});
