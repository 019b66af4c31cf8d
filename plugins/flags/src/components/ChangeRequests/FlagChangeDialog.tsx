import type { FlagChangeInput, FlagRecord } from '@etude/plugin-flags-common';
import { ConfirmDialog } from '@etude/ui';
import type { ComponentProps } from 'react';
import { needsApproval } from '../../model/approval';
import { ChangeProblems } from './ChangeProblems';

export type FlagChangeDialogProps = ComponentProps<typeof ConfirmDialog> & {
  readonly flag: FlagRecord;
  /** What the command does; asked for instead where it needs approval. */
  readonly change: FlagChangeInput;
  /** Called once it was asked for; the dialog says so itself otherwise. */
  readonly onAsked?: () => void;
};

/**
 * Says what a change of a flag will do before it is made, and offers to ask
 * for its approval where it may not be made directly.
 */
export const FlagChangeDialog = (props: FlagChangeDialogProps) => {
  const { flag, change, onAsked, children, ...dialog } = props;
  const { error } = dialog.command;
  if (!needsApproval(error)) {
    return <ConfirmDialog {...dialog}>{children}</ConfirmDialog>;
  }
  // Asking takes the place of the refusal and of trying again.
  const command = { ...dialog.command, error: undefined };
  return (
    <ConfirmDialog {...dialog} isDisabled command={command}>
      {children}
      <ChangeProblems
        title="Nothing was changed"
        error={error}
        flag={flag}
        change={change}
        {...(onAsked ? { onAsked } : {})}
      />
    </ConfirmDialog>
  );
};
