import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Flex,
  Link,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { StateMessage, useSearchParam } from '@etude/ui';
import { useState } from 'react';
import { useEdgeUrl } from '../../hooks/use-edge-url';
import { useFlagUpdate } from '../../hooks/use-flag-update';
import { SNIPPET_KINDS, snippetOf } from '../../model/snippets';
import { flagsRouteRef } from '../../routes';
import { ChangeProblems } from '../ChangeRequests';
import { CodeSnippet } from '../CodeSnippet';
import { UsageSection } from '../FlagUsage';
import { ClientsSelect } from '../Form';
import type { FlagTabProps } from './flag-tab';

const ClientsForm = ({ flag, onChanged }: FlagTabProps) => {
  const [clients, setClients] = useState<readonly string[]>(flag.clients);
  const update = useFlagUpdate(flag, { clients: [...clients] }, onChanged);
  const isSame =
    clients.length === flag.clients.length &&
    clients.every(id => flag.clients.includes(id));
  const lost = flag.clients.filter(id => !clients.includes(id));
  return (
    <Flex direction="column" gap="3">
      <ChangeProblems title="The clients cannot be saved" {...update.refused} />
      <ClientsSelect
        value={clients}
        onChange={setClients}
        problems={update.problems}
      />
      {lost.length > 0 && (
        <Text color="warning" role="status">
          Once saved, {lost.join(', ')} can no longer resolve the flag and falls
          back to the defaults in its code.
        </Text>
      )}
      <div>
        <Button
          variant="primary"
          isDisabled={isSame}
          isPending={update.isPending}
          onPress={update.save}
        >
          Save clients
        </Button>
      </div>
    </Flex>
  );
};

const Snippets = ({ flag }: { readonly flag: FlagRecord }) => {
  const edgeUrl = useEdgeUrl();
  const flagsRoute = useRouteRef(flagsRouteRef);
  const [chosen, setChosen] = useSearchParam('sdk', 'node');
  if (edgeUrl === undefined) {
    return (
      <StateMessage
        title="The portal does not know where flags are resolved"
        reason="Set etude.edge.url in the configuration of the portal to see code that can be pasted."
      />
    );
  }
  const kind =
    SNIPPET_KINDS.find(({ id }) => id === chosen) ?? SNIPPET_KINDS[0];
  return (
    <Flex direction="column" gap="3">
      <ToggleButtonGroup
        aria-label="How to resolve the flag"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[kind.id]}
        onSelectionChange={keys => setChosen(String([...keys][0] ?? ''))}
      >
        {SNIPPET_KINDS.map(({ id, label }) => (
          <ToggleButton key={id} id={id}>
            {label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <CodeSnippet
        label={`code for ${kind.label}`}
        code={snippetOf(kind.id, {
          edgeUrl,
          flagId: flag.id,
          schema: flag.schema,
        })}
      />
      <Text variant="body-small" color="secondary">
        The secret is that of a credential of one of the clients:{' '}
        <Link href={`${flagsRoute?.() ?? '/flags'}?tab=clients`}>
          clients and credentials
        </Link>
        .
      </Text>
    </Flex>
  );
};

/** Who may resolve a flag, and the code that does. */
export const ClientsTab = (props: FlagTabProps) => (
  <Flex direction="column" gap="6" py="4">
    {props.canChange ? (
      <ClientsForm
        // Clients changed elsewhere replace what the form shows.
        key={props.flag.etag}
        {...props}
      />
    ) : (
      <Text>
        {props.flag.clients.length === 0
          ? 'No client may resolve the flag yet.'
          : `Resolved by ${props.flag.clients.join(', ')}.`}
      </Text>
    )}
    <Snippets flag={props.flag} />
    <UsageSection flagId={props.flag.id} />
  </Flex>
);
