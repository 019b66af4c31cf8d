import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Button,
  CardBody,
  CardHeader,
  Cell,
  CellText,
  Flex,
  Table,
  Text,
} from '@backstage/ui';
import type { ColumnConfig } from '@backstage/ui';
import { clientUpdatePermission } from '@etude/plugin-flags-common';
import type {
  ClientRecord,
  CredentialRecord,
} from '@etude/plugin-flags-common';
import { StatusBadge, TableFrame, Timestamp } from '@etude/ui';
import { useState } from 'react';
import { GroupCard } from '../GroupCard';
import { NewCredentialDialog } from './NewCredentialDialog';
import { RevokeDialog } from './RevokeDialog';
import { RotateDialog } from './RotateDialog';

export type ClientCardProps = {
  readonly client: ClientRecord;
  readonly onChanged: () => void;
};

const isExpired = ({ expiresAt }: CredentialRecord): boolean =>
  expiresAt !== null && new Date(expiresAt) <= new Date();

const CredentialState = (credential: CredentialRecord) => {
  const { revokedAt, expiresAt } = credential;
  if (revokedAt !== null) {
    return (
      <Flex direction="column" gap="0.5">
        <StatusBadge tone="muted">Revoked</StatusBadge>
        <Timestamp at={revokedAt} />
      </Flex>
    );
  }
  if (expiresAt === null) return <StatusBadge tone="good">Valid</StatusBadge>;
  return (
    <Flex direction="column" gap="0.5">
      {isExpired(credential) ? (
        <StatusBadge tone="muted">Expired</StatusBadge>
      ) : (
        <StatusBadge tone="warning">Replaced, works until</StatusBadge>
      )}
      <Timestamp at={expiresAt} />
    </Flex>
  );
};

type ActionOptions = {
  readonly canChange: boolean;
  readonly onRevoke: (credential: CredentialRecord) => void;
  readonly onRotate: (credential: CredentialRecord) => void;
};

const Actions = (
  props: ActionOptions & { readonly credential: CredentialRecord },
) => {
  const { credential } = props;
  const isOver = credential.revokedAt !== null || isExpired(credential);
  if (isOver || !props.canChange) return null;
  return (
    <Flex
      style={{
        flexWrap: 'wrap',
        marginInlineStart: 'calc(-1 * var(--bui-space-3))',
      }}
    >
      {credential.expiresAt === null && (
        <Button
          variant="tertiary"
          aria-label={`Rotate ${credential.name}`}
          onPress={() => props.onRotate(credential)}
        >
          Rotate
        </Button>
      )}
      <Button
        variant="tertiary"
        destructive
        aria-label={`Revoke ${credential.name}`}
        onPress={() => props.onRevoke(credential)}
      >
        Revoke
      </Button>
    </Flex>
  );
};

const environmentWords = (environments: readonly string[]): string =>
  environments.length === 0
    ? 'Only rules that apply everywhere'
    : environments.join(', ');

const credentialColumns = (
  options: ActionOptions,
): ColumnConfig<CredentialRecord>[] => [
  {
    id: 'name',
    label: 'Credential',
    isRowHeader: true,
    cell: ({ name }) => <CellText title={name} />,
  },
  {
    id: 'kind',
    label: 'Kind',
    cell: ({ kind }) => (
      <CellText title={kind === 'server' ? 'Server' : 'Browser'} />
    ),
  },
  {
    id: 'environments',
    label: 'Environments',
    minWidth: 180,
    cell: ({ environments }) => (
      <Cell textValue={environmentWords(environments)}>
        <Text>{environmentWords(environments)}</Text>
      </Cell>
    ),
  },
  {
    id: 'createdAt',
    label: 'Created',
    cell: ({ createdAt }) => (
      <Cell>
        <Timestamp at={createdAt} />
      </Cell>
    ),
  },
  {
    id: 'state',
    label: 'State',
    cell: credential => (
      <Cell>
        <CredentialState {...credential} />
      </Cell>
    ),
  },
  {
    id: 'actions',
    label: 'Action',
    minWidth: 180,
    cell: credential => (
      <Cell>
        <Actions credential={credential} {...options} />
      </Cell>
    ),
  },
];

const ClientHeader = (props: {
  readonly client: ClientRecord;
  readonly canChange: boolean;
  readonly onNewCredential: () => void;
}) => (
  <Flex justify="between" align="start">
    <Flex direction="column" gap="1">
      <Text as="h2" variant="title-x-small" weight="bold">
        {props.client.displayName}
      </Text>
      <Text variant="body-small" color="secondary">
        {props.client.id} · owned by{' '}
        <EntityRefLink entityRef={props.client.owner} defaultKind="group" />
      </Text>
    </Flex>
    {props.canChange && (
      <Button variant="secondary" onPress={props.onNewCredential}>
        New credential
      </Button>
    )}
  </Flex>
);

/** One client with its credentials. */
export const ClientCard = ({ client, onChanged }: ClientCardProps) => {
  const [isIssuing, setIssuing] = useState(false);
  const [revoking, setRevoking] = useState<CredentialRecord>();
  const [rotating, setRotating] = useState<CredentialRecord>();
  const { allowed: canChange } = usePermission({
    permission: clientUpdatePermission,
    resourceRef: client.id,
  });
  return (
    <GroupCard label={`Client ${client.id}`}>
      <CardHeader>
        <ClientHeader
          client={client}
          canChange={canChange}
          onNewCredential={() => setIssuing(true)}
        />
      </CardHeader>
      <CardBody>
        {client.credentials.length === 0 ? (
          <Text color="secondary">
            It has no credential, so it cannot resolve anything yet.
          </Text>
        ) : (
          <TableFrame wideOnly={[2, 3, 4]}>
            <Table
              columnConfig={credentialColumns({
                canChange,
                onRevoke: setRevoking,
                onRotate: setRotating,
              })}
              data={client.credentials}
              pagination={{ type: 'none' }}
            />
          </TableFrame>
        )}
      </CardBody>
      {isIssuing && (
        <NewCredentialDialog
          client={client}
          onIssued={onChanged}
          onClose={() => setIssuing(false)}
        />
      )}
      {rotating && (
        <RotateDialog
          client={client}
          credential={rotating}
          onRotated={onChanged}
          onClose={() => setRotating(undefined)}
        />
      )}
      {revoking && (
        <RevokeDialog
          client={client}
          credential={revoking}
          onRevoked={onChanged}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </GroupCard>
  );
};
