import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { failureProblems } from '../../failure-problems';
import { ProblemList } from '../ProblemList';

export type ConfirmDialogProps = {
  readonly title: string;
  /** What exactly happens to whom. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly isDestructive?: boolean;
  readonly isConfirmDisabled?: boolean;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
};

/** Says what will happen before it happens; stays open when it is refused. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const confirm = async () => {
    setIsPending(true);
    setFailure(undefined);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (error) {
      setFailure(error);
      setIsPending(false);
    }
  };
  return (
    <Dialog
      isOpen
      width={560}
      onOpenChange={isOpen => {
        if (!isOpen) props.onClose();
      }}
    >
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          {failure !== undefined && (
            <ProblemList
              title="Nothing was changed"
              problems={failureProblems(failure)}
            />
          )}
          {props.children}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          Cancel
        </Button>
        <Button
          destructive={props.isDestructive ?? false}
          isPending={isPending}
          isDisabled={props.isConfirmDisabled ?? false}
          onPress={() => void confirm()}
        >
          {props.confirmLabel}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
