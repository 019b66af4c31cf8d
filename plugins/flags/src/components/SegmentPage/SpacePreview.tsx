import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import { useSettled } from '../../hooks/use-settled';
import { allocationOf } from '../../model/segment-draft';
import type { SegmentDraft } from '../../model/segment-draft';
import { spaceWords } from '../../model/segment-words';
import styles from './SegmentPage.module.css';

export type SpacePreviewProps = {
  readonly draft: SegmentDraft;
  /** Id of the segment; undefined for a new one. */
  readonly segmentId: string | undefined;
  /** Share of the population it holds, 0 to 1. */
  readonly held: number;
};

const TYPING_MS = 300;

const Bar = (props: {
  readonly asked: number;
  readonly available: number;
  readonly isRefused: boolean;
}) => (
  <div className={styles.bar} aria-hidden="true">
    <span
      className={styles.free}
      style={{ width: `${props.available * 100}%` }}
    />
    <span
      className={`${styles.asked} ${props.isRefused ? styles.refused : ''}`}
      style={{ width: `${Math.min(1, props.asked) * 100}%` }}
    />
  </div>
);

/** How much of the population is free for a segment, while it is typed. */
export const SpacePreview = ({ draft, segmentId, held }: SpacePreviewProps) => {
  const api = useApi(flagsApiRef);
  const allocation = allocationOf(draft);
  // What is free depends on the labels alone, not on the share asked for.
  const labels = useSettled(
    JSON.stringify([allocation.exclusivityTags, allocation.exclusiveTo]),
    TYPING_MS,
  );
  const { loaded } = useLoaded(`${segmentId ?? ''} ${labels}`, () =>
    api.segments.availableSpace({
      allocation,
      ...(segmentId === undefined ? {} : { segment: segmentId }),
    }),
  );
  if (loaded.state === 'failed') {
    return (
      <Text role="status" color="warning">
        What is free could not be looked up: {loaded.error.message}
      </Text>
    );
  }
  if (loaded.state === 'loading') {
    return (
      <Text role="status" color="secondary">
        Looking up what is free…
      </Text>
    );
  }
  const asked = allocation.proportion;
  const words = spaceWords({ asked, held, available: loaded.value });
  return (
    <Flex direction="column" gap="2">
      <Bar asked={asked} available={loaded.value} isRefused={words.isRefused} />
      <Text role="status" color={words.isRefused ? 'danger' : 'primary'}>
        {words.sentence}
      </Text>
    </Flex>
  );
};
