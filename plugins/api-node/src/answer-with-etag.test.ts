import { isMatch } from './answer-with-etag';

describe('isMatch', () => {
  it.each([
    ['"a"', true],
    ['"b", "a"', true],
    ['W/"a"', true],
    ['*', true],
    ['"b"', false],
    [undefined, false],
  ])(
    'compares If-None-Match %s as RFC 9110 13.1.2 says',
    (header, expected) => {
      expect(isMatch(header, '"a"')).toBe(expected);
    },
  );
});
