import { useApi } from '@backstage/frontend-plugin-api';
import { Select, Text } from '@backstage/ui';
import type { FlagChangeInput, FlagRecord } from '@etude/plugin-flags-common';
import { ConfirmDialog, FormField, problemsOf, useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { ReachInput } from '../FlagPage/ReachInput';
import { TimeInput } from '../Form';

export type ScheduleDialogProps = {
  readonly flag: FlagRecord;
  readonly onScheduled: () => void;
  readonly onClose: () => void;
};

type What = 'enable' | 'disable' | 'archive' | 'rollout';

const WHATS: readonly { readonly id: What; readonly label: string }[] = [
  { id: 'rollout', label: 'Set the reach of a variant' },
  { id: 'enable', label: 'Switch the flag on' },
  { id: 'disable', label: 'Switch the flag off' },
  { id: 'archive', label: 'Archive the flag' },
];

type Draft = {
  readonly what: What;
  readonly variant: string;
  readonly percent: number;
  readonly at: string;
};

const changeOf = ({ what, variant, percent }: Draft): FlagChangeInput =>
  what === 'rollout'
    ? { kind: 'rollout', variant, reach: percent / 100 }
    : { kind: what };

/** What is to be done with a flag, and when. */
export const ScheduleDialog = (props: ScheduleDialogProps) => {
  const { flag } = props;
  const api = useApi(flagsApiRef);
  const [draft, setDraft] = useState<Draft>({
    what: flag.variants.length > 0 ? 'rollout' : 'disable',
    variant: flag.variants.at(-1)?.id ?? '',
    percent: 100,
    at: '',
  });
  const change = (changes: Partial<Draft>) =>
    setDraft({ ...draft, ...changes });
  const command = useCommand<[]>(async () => {
    await api.changes.schedule(flag.id, {
      at: new Date(draft.at).toISOString(),
      change: changeOf(draft),
    });
    props.onScheduled();
  });
  const problems = command.error ? problemsOf(command.error) : [];
  return (
    <ConfirmDialog
      title={`Schedule a change of ${flag.id}`}
      confirmLabel="Schedule"
      isDisabled={draft.at === ''}
      command={command}
      onClose={props.onClose}
    >
      <FormField path="at" problems={problems}>
        <TimeInput
          label="When"
          description="In your time zone."
          value={draft.at}
          onChange={at => change({ at })}
        />
      </FormField>
      <Select
        label="What"
        options={WHATS.map(({ id, label }) => ({ id, label }))}
        value={draft.what}
        onChange={key =>
          change({ what: WHATS.find(({ id }) => id === key)?.id ?? 'disable' })
        }
      />
      {draft.what === 'rollout' && (
        <>
          <Select
            label="Variant"
            options={flag.variants.map(({ id }) => ({ id, label: id }))}
            value={draft.variant}
            onChange={key => change({ variant: String(key) })}
          />
          <ReachInput
            percent={draft.percent}
            onChange={percent => change({ percent })}
          />
        </>
      )}
      <Text color="secondary">
        It is made in your name, if the flag still belongs to {flag.owner} then.
        What cannot be done at that time is refused and told in the history.
      </Text>
    </ConfirmDialog>
  );
};
