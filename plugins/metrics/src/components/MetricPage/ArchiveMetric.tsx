import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type { StoredMetric } from '@etude/plugin-metrics-common';
import { ConfirmDialog, useCommand } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';

export type ArchiveMetricProps = {
  readonly metric: StoredMetric;
  readonly onArchived: () => void;
};

/** Takes a metric out of what new experiments can choose. */
export const ArchiveMetric = ({ metric, onArchived }: ArchiveMetricProps) => {
  const api = useApi(metricsApiRef);
  const [isAsking, setIsAsking] = useState(false);
  const archive = useCommand(async () => {
    await api.archiveMetric(metric.id);
    onArchived();
  });
  return (
    <>
      <Button variant="secondary" onPress={() => setIsAsking(true)}>
        Archive
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Archive ${metric.name}?`}
          confirmLabel="Archive metric"
          isDestructive
          command={archive}
          onClose={() => {
            archive.reset();
            setIsAsking(false);
          }}
        >
          <Text as="p">
            New experiments can no longer choose it. Experiments that use it
            keep computing it, and their results stay. An archived metric cannot
            be made active again.
          </Text>
        </ConfirmDialog>
      )}
    </>
  );
};
