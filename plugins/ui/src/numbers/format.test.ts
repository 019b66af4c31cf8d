import {
  formatCount,
  formatEffectPercent,
  formatNumber,
  formatPValue,
  formatRelativeTime,
} from './format';

describe('numbers people read', () => {
  it.each([
    [44700, '44,700'],
    [-3, '−3'],
  ])('count %p is %p', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each([
    [52.4563, '52.5'],
    [0.0182, '0.0182'],
    [1234.56, '1,235'],
    [0.00000123, '1.2 × 10⁻⁶'],
    [-0.00000123, '−1.2 × 10⁻⁶'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    [NaN, '–'],
  ])('number %p is %p', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('shows no number as none, with no unit', () => {
    expect(formatEffectPercent(NaN)).toBe('–');
  });

  it('shows the sign of effects always', () => {
    expect(formatEffectPercent(0.0213)).toBe('+2.13 %');
    expect(formatEffectPercent(-0.0431)).toBe('−4.31 %');
  });

  it('never shows a p-value of 0', () => {
    expect(formatPValue(1e-120)).toBe('< 1e-16');
    expect(formatPValue(0.0086)).toBe('0.0086');
  });

  it('tells time as people do', () => {
    const now = new Date('2026-03-10T12:00:00Z');
    expect(formatRelativeTime(new Date('2026-03-07T11:00:00Z'), now)).toBe(
      '3 days ago',
    );
    expect(formatRelativeTime(new Date('2026-03-10T11:59:50Z'), now)).toBe(
      'just now',
    );
  });
});
