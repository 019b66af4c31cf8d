import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { SegmentDetail } from '@etude/plugin-flags-common';
import { ConfirmDialog, formatPercent, useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';

export type ArchiveSegmentProps = {
  readonly detail: SegmentDetail;
  readonly onChanged: () => void;
};

const usersOf = ({ usages }: SegmentDetail): number =>
  usages.rules.length + usages.segments.length;

const archivingWords = (detail: SegmentDetail): string =>
  usersOf(detail) > 0
    ? 'It cannot be archived while rules or segments use it. Take it out there first.'
    : `No rule can use it any more, and its ${formatPercent(detail.heldProportion)} of the population become free for others. Nobody gets another variant: nothing uses it.`;

/** Puts a segment away, or brings it back, after saying what that does. */
export const ArchiveSegment = ({ detail, onChanged }: ArchiveSegmentProps) => {
  const { segment } = detail;
  const api = useApi(flagsApiRef);
  const [isAsking, setAsking] = useState(false);
  const isArchived = segment.state === 'archived';
  const verb = isArchived ? 'Unarchive' : 'Archive';
  const command = useCommand<[]>(async () => {
    await (isArchived
      ? api.segments.unarchive(segment.id)
      : api.segments.archive(segment.id));
    onChanged();
  });
  return (
    <Flex direction="column" gap="2" align="start">
      <Text color="secondary">
        {isArchived
          ? 'The segment is archived and holds nothing. Unarchiving gives it back the population it had, if that is still free.'
          : archivingWords(detail)}
      </Text>
      <Button
        variant="secondary"
        destructive={!isArchived}
        isDisabled={!isArchived && usersOf(detail) > 0}
        onPress={() => setAsking(true)}
      >
        {`${verb} segment`}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`${verb} ${segment.id}?`}
          confirmLabel={verb}
          isDestructive={!isArchived}
          command={command}
          onClose={() => {
            setAsking(false);
            command.reset();
          }}
        >
          <Text>
            {isArchived
              ? 'Rules and segments can use it again. It gets the same population as before, so the same units are in it.'
              : archivingWords(detail)}
          </Text>
        </ConfirmDialog>
      )}
    </Flex>
  );
};
