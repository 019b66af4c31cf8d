import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import type { ReactNode } from 'react';
import { problemsOf } from './field-problems';
import { ProblemList } from './ProblemList';
import type { Command } from './use-command';

export type ConfirmDialogProps = {
  readonly title: string;
  /** What exactly happens to whom. */
  readonly children: ReactNode;
  /** The verb of the button that does it. */
  readonly confirmLabel: string;
  readonly isDestructive?: boolean;
  readonly isDisabled?: boolean;
  /** In pixels; wide enough for sentences unless said. */
  readonly width?: number;
  readonly command: Command<[]>;
  /** Called when it was done or given up. */
  readonly onClose: () => void;
};

/** Says what will happen before it happens; stays open when it is refused. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const { command, onClose } = props;
  const confirm = async () => {
    if (await command.run()) onClose();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
      width={props.width ?? 520}
    >
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          {command.error && (
            <ProblemList
              title="Nothing was changed"
              problems={problemsOf(command.error)}
            />
          )}
          {props.children}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          destructive={props.isDestructive ?? false}
          isDisabled={props.isDisabled ?? false}
          isPending={command.isPending}
          onPress={confirm}
        >
          {props.confirmLabel}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
