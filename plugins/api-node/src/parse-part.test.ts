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
  leaves: z.record(z.string().max(3, 'A leaf has a short name.'), z.string()),
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
    expect(refusalOf({ depth: 33, leaves: { maple: '' } })).toMatchObject({
      code: 'ETUDE_REQUEST_INVALID',
      problems: [
        { code: 'ETUDE_TREE_TOO_DEEP', path: 'depth' },
        { code: 'ETUDE_REQUEST_INVALID', path: 'name' },
        { path: 'leaves.maple', message: 'A leaf has a short name.' },
      ],
    });
  });

  it('refuses what is nested too deep for a schema that calls itself', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(9999)}${']'.repeat(9999)}`);
    expect(refusalOf({ depth: 1, name: deep, leaves: {} })).toMatchObject({
      code: 'ETUDE_REQUEST_INVALID',
      message: expect.stringContaining('nested more than 100 levels'),
    });
  });
});
