import type { FieldSchema, FlagSchema } from './wire-types';

/** What the examples need to know about the flag and where it is resolved. */
export type SnippetSubject = {
  /** Where applications resolve flags. */
  readonly edgeUrl: string;
  readonly flagId: string;
  readonly schema: FlagSchema;
};

/** The ways to resolve a flag that people copy from the portal. */
export const SNIPPET_KINDS = [
  { id: 'node', label: 'OpenFeature for Node.js' },
  { id: 'web', label: 'OpenFeature for the web' },
  { id: 'curl', label: 'curl' },
] as const;

export type SnippetKind = (typeof SNIPPET_KINDS)[number]['id'];

type Example = {
  readonly key: string;
  readonly method: string;
  readonly fallback: string;
};

const EXAMPLES: Record<FieldSchema['type'], Omit<Example, 'key'>> = {
  bool: { method: 'getBooleanValue', fallback: 'false' },
  string: { method: 'getStringValue', fallback: "''" },
  int: { method: 'getNumberValue', fallback: '0' },
  double: { method: 'getNumberValue', fallback: '0' },
  struct: { method: 'getObjectValue', fallback: '{}' },
  list: { method: 'getObjectValue', fallback: '[]' },
};

/** The schema examples use before there is a flag. */
export const EXAMPLE_SCHEMA: FlagSchema = {
  type: 'struct',
  fields: { enabled: { type: 'bool' } },
};

const exampleOf = ({ flagId, schema }: SnippetSubject): Example => {
  const [only, ...others] = Object.entries(schema.fields);
  return only && others.length === 0
    ? { key: `${flagId}.${only[0]}`, ...EXAMPLES[only[1].type] }
    : { key: flagId, ...EXAMPLES.struct };
};

const nodeSnippet = (edgeUrl: string, example: Example): string =>
  `// npm install @openfeature/server-sdk @openfeature/ofrep-provider
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';

await OpenFeature.setProviderAndWait(
  new OFREPProvider({
    baseUrl: '${edgeUrl}',
    headers: [
      ['Authorization', \`Bearer \${process.env.ETUDE_CLIENT_SECRET}\`],
    ],
  }),
);

const value = await OpenFeature.getClient().${example.method}(
  '${example.key}',
  ${example.fallback},
  { targetingKey: userId },
);`;

const webSnippet = (edgeUrl: string, example: Example): string =>
  `// npm install @openfeature/web-sdk @openfeature/ofrep-web-provider
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature } from '@openfeature/web-sdk';

await OpenFeature.setContext({ targetingKey: userId });
await OpenFeature.setProviderAndWait(
  new OFREPWebProvider({
    baseUrl: '${edgeUrl}',
    headers: [['Authorization', \`Bearer \${ETUDE_BROWSER_SECRET}\`]],
  }),
);

const value = OpenFeature.getClient().${example.method}(
  '${example.key}',
  ${example.fallback},
);`;

const curlSnippet = (edgeUrl: string, example: Example): string =>
  `curl --silent '${edgeUrl}/ofrep/v1/evaluate/flags/${example.key}' \\
  --header "Authorization: Bearer $ETUDE_CLIENT_SECRET" \\
  --header 'Content-Type: application/json' \\
  --data '{"context": {"targetingKey": "user-1"}}'`;

/** Code that resolves a flag and can be pasted as it is. */
export const snippetOf = (
  kind: SnippetKind,
  subject: SnippetSubject,
): string => {
  const edgeUrl = subject.edgeUrl.replace(/\/$/, '');
  const example = exampleOf(subject);
  switch (kind) {
    case 'node':
      return nodeSnippet(edgeUrl, example);
    case 'web':
      return webSnippet(edgeUrl, example);
    case 'curl':
      return curlSnippet(edgeUrl, example);
    default:
      return kind satisfies never;
  }
};
