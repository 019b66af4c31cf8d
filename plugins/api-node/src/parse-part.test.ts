import { z } from 'zod';
import { parsePart } from './parse-part';

const schema = z.object({
  depth: z.number().superRefine((depth, context) => {
    if (depth > 32) {
      context.addIssue({
        code: 'custom',
        message: 'The tree is too deep.',
        params: { code: 'ETUDE_TREE_TOO_DEEP' },
      });
    }
  }),
  name: z.string(),
});

const refusalOf = (value: unknown): unknown => {
  try {
    return parsePart(schema, value, 'body');
  } catch (error) {
    return error;
  }
};

describe('parsePart', () => {
  it('names every problem, by the code of its schema where it has one', () => {
    expect(refusalOf({ depth: 33 })).toMatchObject({
      code: 'ETUDE_REQUEST_INVALID',
      problems: [
        { code: 'ETUDE_TREE_TOO_DEEP', path: 'depth' },
        { code: 'ETUDE_REQUEST_INVALID', path: 'name' },
      ],
    });
  });
});
