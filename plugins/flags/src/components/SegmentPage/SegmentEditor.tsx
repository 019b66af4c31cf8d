import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import type { SegmentDetail } from '@etude/plugin-flags-common';
import {
  ProblemList,
  problemsOf,
  useCommand,
  useSessionDraft,
} from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { isEtagConflict } from '../../model/etag-conflict';
import {
  segmentDraftOf,
  segmentProblems,
  updateSegmentOf,
} from '../../model/segment-draft';
import type { SegmentDraft } from '../../model/segment-draft';
import { ConflictNotice } from '../ConflictNotice';
import { SegmentFields } from './SegmentFields';

export type SegmentEditorProps = {
  readonly detail: SegmentDetail;
  readonly onChanged: () => void;
  readonly onClose: () => void;
};

const useSegmentForm = ({ detail, onChanged, onClose }: SegmentEditorProps) => {
  const { segment } = detail;
  const api = useApi(flagsApiRef);
  const { draft, setDraft, forget } = useSessionDraft<SegmentDraft>(
    `etude.flags.segment.1.${segment.id}`,
    segmentDraftOf(segment),
  );
  const [attempt, setAttempt] = useState(0);
  const close = () => {
    forget();
    onClose();
  };
  const command = useCommand(async (etag: string) => {
    await api.segments.update(segment.id, updateSegmentOf({ ...draft, etag }));
    onChanged();
    close();
  });
  const local = attempt > 0 ? segmentProblems(draft) : [];
  const hasConflict =
    command.error !== undefined && isEtagConflict(command.error);
  const refused =
    command.error && !hasConflict ? problemsOf(command.error) : [];
  return {
    draft,
    setDraft,
    attempt,
    close,
    hasConflict,
    isPending: command.isPending,
    problems: local.length > 0 ? local : refused,
    save: async () => {
      setAttempt(attempt + 1);
      if (segmentProblems(draft).length === 0) await command.run(draft.etag);
    },
    loadHistory: async () =>
      (await api.segments.history(segment.id)).map(
        ({ segment: record, ...revision }) => ({ ...revision, record }),
      ),
    /** Saves onto the segment as it is now. */
    saveOnto: async (etag: string) => {
      setDraft({ ...draft, etag });
      await command.run(etag);
    },
  };
};

/** The form for a stored segment; what is typed stays over a reload. */
export const SegmentEditor = (props: SegmentEditorProps) => {
  const form = useSegmentForm(props);
  return (
    <Flex direction="column" gap="4" py="4">
      {form.hasConflict && (
        <ConflictNotice
          what="segment"
          etag={form.draft.etag}
          load={form.loadHistory}
          onKeepMine={({ etag }) => form.saveOnto(etag)}
          onTakeTheirs={() => {
            props.onChanged();
            form.close();
          }}
        />
      )}
      <ProblemList
        title="The segment cannot be saved yet"
        problems={form.problems}
        attempt={form.attempt}
      />
      <SegmentFields
        draft={form.draft}
        problems={form.problems}
        onChange={form.setDraft}
        segmentId={props.detail.segment.id}
        held={props.detail.heldProportion}
      />
      <Flex gap="3">
        <Button
          variant="primary"
          isPending={form.isPending}
          onPress={form.save}
        >
          Save segment
        </Button>
        <Button variant="secondary" onPress={form.close}>
          Cancel
        </Button>
      </Flex>
    </Flex>
  );
};
