import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Flex } from '@backstage/ui';
import {
  PageFrame,
  ProblemList,
  problemsOf,
  useCommand,
  useNavigateTo,
  useSessionDraft,
} from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { useSegmentsHref } from '../../hooks/use-segments-href';
import {
  EMPTY_SEGMENT_DRAFT,
  createSegmentOf,
  segmentProblems,
} from '../../model/segment-draft';
import type { SegmentDraft } from '../../model/segment-draft';
import { segmentRouteRef } from '../../routes';
import { SegmentFields } from './SegmentFields';

const useNewSegment = () => {
  const api = useApi(flagsApiRef);
  const navigateTo = useNavigateTo();
  const segmentRoute = useRouteRef(segmentRouteRef);
  const { draft, setDraft, forget } = useSessionDraft<SegmentDraft>(
    'etude.flags.new-segment.1',
    EMPTY_SEGMENT_DRAFT,
  );
  const [attempt, setAttempt] = useState(0);
  const command = useCommand<[]>(async () => {
    const { id } = await api.segments.create(createSegmentOf(draft));
    forget();
    navigateTo(segmentRoute?.({ id }) ?? `/flags/segments/${id}`);
  });
  const local = attempt > 0 ? segmentProblems(draft) : [];
  return {
    draft,
    setDraft,
    forget,
    attempt,
    create: async () => {
      setAttempt(attempt + 1);
      if (segmentProblems(draft).length === 0) await command.run();
    },
    isPending: command.isPending,
    problems:
      local.length === 0 && command.error ? problemsOf(command.error) : local,
  };
};

/** The form for a new segment; what is typed stays over a reload. */
export const NewSegmentPage = () => {
  const segmentsHref = useSegmentsHref();
  const form = useNewSegment();
  return (
    <PageFrame
      title="New segment"
      description="An audience that the rules of several flags can share."
      parent={{ label: 'Segments', href: segmentsHref }}
    >
      <Flex direction="column" gap="4" pb="6">
        <ProblemList
          title="The segment cannot be created yet"
          problems={form.problems}
          attempt={form.attempt}
        />
        <SegmentFields
          draft={form.draft}
          problems={form.problems}
          onChange={form.setDraft}
          segmentId={undefined}
          held={0}
        />
        <Flex gap="3">
          <Button
            variant="primary"
            isPending={form.isPending}
            onPress={form.create}
          >
            Create segment
          </Button>
          <ButtonLink variant="secondary" href={segmentsHref}>
            Cancel
          </ButtonLink>
        </Flex>
      </Flex>
    </PageFrame>
  );
};
