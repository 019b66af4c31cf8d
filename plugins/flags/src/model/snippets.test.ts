import { SNIPPET_KINDS, snippetOf } from './snippets';
import type { FlagSchema } from './wire-types';

const one: FlagSchema = {
  type: 'struct',
  fields: { limit: { type: 'int' } },
};
const two: FlagSchema = {
  type: 'struct',
  fields: { limit: { type: 'int' }, text: { type: 'string' } },
};

const subject = (schema: FlagSchema) => ({
  edgeUrl: 'https://flags.example.com/',
  flagId: 'search-limit',
  schema,
});

describe('snippetOf', () => {
  it.each(SNIPPET_KINDS)('asks the edge for a single field: $label', kind => {
    const code = snippetOf(kind.id, subject(one));
    expect(code).toContain('https://flags.example.com');
    expect(code).not.toContain('example.com//');
    expect(code).toContain('search-limit.limit');
  });

  it('asks for the number that the only field is', () => {
    expect(snippetOf('node', subject(one))).toContain('getNumberValue');
  });

  it('asks for the whole value of several fields', () => {
    const code = snippetOf('node', subject(two));
    expect(code).toContain('getObjectValue');
    expect(code).toContain("'search-limit',");
  });
});
