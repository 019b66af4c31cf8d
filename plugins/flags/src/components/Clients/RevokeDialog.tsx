import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  ClientRecord,
  CredentialRecord,
} from '@etude/plugin-flags-common';
import { ConfirmDialog, useCommand } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';

export type RevokeDialogProps = {
  readonly client: ClientRecord;
  readonly credential: CredentialRecord;
  readonly onRevoked: () => void;
  readonly onClose: () => void;
};

/** Asks before a credential stops working for good. */
export const RevokeDialog = (props: RevokeDialogProps) => {
  const { client, credential } = props;
  const api = useApi(flagsApiRef);
  const command = useCommand<[]>(async () => {
    await api.clients.revokeCredential(client.id, credential.id);
    props.onRevoked();
  });
  return (
    <ConfirmDialog
      title={`Revoke ${credential.name}?`}
      confirmLabel="Revoke for good"
      isDestructive
      command={command}
      onClose={props.onClose}
    >
      <Text>
        Every installation of {client.displayName} that uses this credential
        stops resolving flags within seconds and falls back to the defaults in
        its code. This cannot be undone; a new credential has a new secret.
      </Text>
    </ConfirmDialog>
  );
};
