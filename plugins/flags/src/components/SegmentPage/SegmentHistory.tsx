import { useApi } from '@backstage/frontend-plugin-api';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import type {
  SegmentRecord,
  SegmentRevision,
} from '@etude/plugin-flags-common';
import { LoadedView, PersonLink, Timestamp, useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import { SEGMENT_CHANGES } from '../../model/segment-words';
import { FlagDiff } from '../FlagPage/FlagDiff';
import styles from './SegmentPage.module.css';

const Revision = (props: {
  readonly revision: SegmentRevision;
  readonly previous: SegmentRevision | undefined;
}) => {
  const { revision, previous } = props;
  return (
    <li>
      <Accordion>
        <AccordionTrigger
          level={2}
          title={`${revision.revision}. ${SEGMENT_CHANGES[revision.change]}`}
          subtitle={revision.summary}
        />
        <AccordionPanel>
          {previous ? (
            <FlagDiff before={previous.segment} after={revision.segment} />
          ) : (
            <Text color="secondary">
              The first revision has nothing to compare with.
            </Text>
          )}
        </AccordionPanel>
      </Accordion>
      <Text variant="body-small" color="secondary">
        By <PersonLink actor={revision.by} />, <Timestamp at={revision.at} />
      </Text>
    </li>
  );
};

/** Every change of a segment: who, when and what, newest first. */
export const SegmentHistory = ({ id, etag }: SegmentRecord) => {
  const api = useApi(flagsApiRef);
  const history = useLoaded(`${id} ${etag}`, () => api.segments.history(id));
  return (
    <LoadedView {...history} what="the history of the segment">
      {revisions => (
        <ol aria-label="Revisions" className={styles.history}>
          {revisions.map((revision, index) => (
            <Revision
              key={revision.revision}
              revision={revision}
              previous={revisions[index + 1]}
            />
          ))}
        </ol>
      )}
    </LoadedView>
  );
};
