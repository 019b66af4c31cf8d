import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  NumberField,
  Text,
} from '@backstage/ui';
import type {
  ClientRecord,
  CredentialRecord,
  IssuedCredential,
} from '@etude/plugin-flags-common';
import { FormField, ProblemList, problemsOf, useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { IssuedSecret } from './IssuedSecret';

export type RotateDialogProps = {
  readonly client: ClientRecord;
  readonly credential: CredentialRecord;
  readonly onRotated: () => void;
  readonly onClose: () => void;
};

const MAX_HOURS = 720;

const overlapWords = (hours: number): string =>
  hours === 0
    ? 'The present secret stops working within seconds.'
    : `The present secret goes on working for ${hours} ${hours === 1 ? 'hour' : 'hours'}, so that every installation can be given the new one.`;

/** Issues a new secret beside the present one, which ends after a while. */
export const RotateDialog = (props: RotateDialogProps) => {
  const { client, credential, onClose } = props;
  const api = useApi(flagsApiRef);
  const [overlapHours, setOverlapHours] = useState(24);
  const [issued, setIssued] = useState<IssuedCredential>();
  const command = useCommand<[]>(async () => {
    setIssued(
      await api.clients.rotateCredential(client.id, credential.id, {
        overlapHours,
      }),
    );
    props.onRotated();
  });
  const problems = command.error ? problemsOf(command.error) : [];
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()} width={560}>
      <DialogHeader>{`Rotate ${credential.name}`}</DialogHeader>
      <DialogBody>
        {issued ? (
          <IssuedSecret issued={issued} />
        ) : (
          <Flex direction="column" gap="4">
            <ProblemList
              title="The credential cannot be rotated"
              problems={problems}
            />
            <FormField path="overlapHours" problems={problems}>
              <NumberField
                label="Hours with both secrets"
                minValue={0}
                maxValue={MAX_HOURS}
                value={overlapHours}
                onChange={value =>
                  setOverlapHours(Number.isNaN(value) ? 0 : value)
                }
              />
            </FormField>
            <Text>
              A new credential with the same kind and environments gets a secret
              of its own. {overlapWords(overlapHours)}
            </Text>
          </Flex>
        )}
      </DialogBody>
      <DialogFooter>
        {issued ? (
          <Button onPress={onClose}>Done</Button>
        ) : (
          <>
            <Button variant="secondary" onPress={onClose}>
              Cancel
            </Button>
            <Button isPending={command.isPending} onPress={() => command.run()}>
              Issue the new secret
            </Button>
          </>
        )}
      </DialogFooter>
    </Dialog>
  );
};
