import { Alert, Flex, Text } from '@backstage/ui';
import type { IssuedCredential } from '@etude/plugin-flags-common';
import { useEdgeUrl } from '../../hooks/use-edge-url';
import { EXAMPLE_SCHEMA, snippetOf } from '../../model/snippets';
import { CodeSnippet } from '../CodeSnippet';

export type IssuedSecretProps = { readonly issued: IssuedCredential };

/** A secret that is shown once, and code that uses it. */
export const IssuedSecret = ({ issued }: IssuedSecretProps) => {
  const edgeUrl = useEdgeUrl();
  const isServer = issued.credential.kind === 'server';
  return (
    <Flex direction="column" gap="4">
      <Alert
        status="warning"
        icon
        title="Copy the secret now: it is never shown again"
        description="Only its hash is stored. If it is lost, revoke it and create another one."
      />
      <CodeSnippet
        label="secret"
        code={`${isServer ? 'ETUDE_CLIENT_SECRET' : 'ETUDE_BROWSER_SECRET'}=${issued.secret}`}
      />
      {edgeUrl === undefined ? (
        <Text color="secondary">
          The portal does not know where flags are resolved. Set etude.edge.url
          in its configuration to see an example here.
        </Text>
      ) : (
        <>
          <Text>
            Resolve a flag with it, here the field enabled of the flag
            new-checkout:
          </Text>
          <CodeSnippet
            label="example"
            code={snippetOf(isServer ? 'node' : 'web', {
              edgeUrl,
              flagId: 'new-checkout',
              schema: EXAMPLE_SCHEMA,
            })}
          />
        </>
      )}
    </Flex>
  );
};
