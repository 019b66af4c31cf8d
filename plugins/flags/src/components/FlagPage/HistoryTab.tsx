import { useApi } from '@backstage/frontend-plugin-api';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Flex,
  Text,
} from '@backstage/ui';
import type { FlagRecord, FlagRevision } from '@etude/plugin-flags-common';
import { LoadedView, PersonLink, Timestamp, useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import type { FlagTabProps } from './flag-tab';
import { FlagDiff } from './FlagDiff';
import styles from './HistoryTab.module.css';
import { RevertButton } from './RevertButton';
import { SegmentDiffs } from './SegmentDiffs';

const CHANGES: Record<FlagRevision['change'], string> = {
  created: 'Created',
  updated: 'Edited',
  archived: 'Archived',
  unarchived: 'Unarchived',
  'experiment-rule-set': 'Experiment served',
  'experiment-rule-disabled': 'Experiment stopped',
  'rollout-changed': 'Rollout changed',
  enabled: 'Switched on',
  disabled: 'Switched off',
  'environments-changed': 'Environments changed',
  reverted: 'Reverted',
  'rule-created': 'Rule added',
  'rule-updated': 'Rule edited',
  'rule-deleted': 'Rule deleted',
  'rules-reordered': 'Rules reordered',
  'rollout-plan-changed': 'Rollout plan changed',
  'scheduled-change-failed': 'Scheduled change failed',
};

type RevisionProps = {
  /** The flag as it is now, for a person who may change it; else null. */
  readonly present: FlagRecord | null;
  readonly onChanged: () => void;
  readonly revision: FlagRevision;
  readonly previous: FlagRevision | undefined;
};

const Revision = (props: RevisionProps) => {
  const { revision, previous, present } = props;
  return (
    <li>
      <Accordion>
        <AccordionTrigger
          level={2}
          title={`${revision.revision}. ${CHANGES[revision.change]}`}
          subtitle={revision.summary}
        />
        <AccordionPanel>
          {previous ? (
            <Flex direction="column" gap="3">
              <FlagDiff before={previous.flag} after={revision.flag} />
              <SegmentDiffs segments={revision.segments} />
            </Flex>
          ) : (
            <Text color="secondary">
              The first revision has nothing to compare with.
            </Text>
          )}
        </AccordionPanel>
      </Accordion>
      <Flex gap="3" align="center" mt="1">
        <Text variant="body-small" color="secondary">
          By <PersonLink actor={revision.by} />, <Timestamp at={revision.at} />
        </Text>
        {present && String(revision.revision) !== present.etag && (
          <RevertButton
            flag={present}
            to={revision}
            onChanged={props.onChanged}
          />
        )}
      </Flex>
    </li>
  );
};

/** Every change of a flag: who, when and what, newest first. */
export const HistoryTab = ({ flag, canChange, onChanged }: FlagTabProps) => {
  const api = useApi(flagsApiRef);
  const history = useLoaded(`${flag.id} ${flag.etag}`, () =>
    api.getFlagHistory(flag.id),
  );
  return (
    <LoadedView {...history} what="the history of the flag">
      {revisions => (
        <ol aria-label="Revisions" className={styles.revisions}>
          {revisions.map((revision, index) => (
            <Revision
              key={revision.revision}
              revision={revision}
              present={canChange ? flag : null}
              onChanged={onChanged}
              previous={revisions[index + 1]}
            />
          ))}
        </ol>
      )}
    </LoadedView>
  );
};
