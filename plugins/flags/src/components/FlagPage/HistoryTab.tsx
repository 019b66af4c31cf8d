import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Flex,
  Text,
} from '@backstage/ui';
import type { FlagRevision } from '@etude/plugin-flags-common';
import { LoadedView, Timestamp, useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import type { FlagTabProps } from './flag-tab';
import { FlagDiff } from './FlagDiff';

const CHANGES: Record<FlagRevision['change'], string> = {
  created: 'Created',
  updated: 'Edited',
  archived: 'Archived',
  unarchived: 'Unarchived',
  'experiment-rule-set': 'Experiment served',
  'experiment-rule-disabled': 'Experiment stopped',
  'rollout-changed': 'Rollout changed',
};

type RevisionProps = {
  readonly revision: FlagRevision;
  readonly previous: FlagRevision | undefined;
};

const Author = ({ by }: { readonly by: string }) =>
  /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/.test(by) ? (
    <EntityRefLink entityRef={by} defaultKind="user" />
  ) : (
    <>{by}</>
  );

const Revision = ({ revision, previous }: RevisionProps) => (
  <li>
    <Accordion>
      <AccordionTrigger
        title={`${revision.revision}. ${CHANGES[revision.change]}`}
        subtitle={revision.summary}
      />
      <AccordionPanel>
        {previous ? (
          <FlagDiff before={previous.flag} after={revision.flag} />
        ) : (
          <Text color="secondary">
            The first revision has nothing to compare with.
          </Text>
        )}
      </AccordionPanel>
    </Accordion>
    <Text variant="body-small" color="secondary">
      By <Author by={revision.by} />, <Timestamp at={revision.at} />
    </Text>
  </li>
);

/** Every change of a flag: who, when and what, newest first. */
export const HistoryTab = ({ flag }: FlagTabProps) => {
  const api = useApi(flagsApiRef);
  const history = useLoaded(`${flag.id} ${flag.etag}`, () =>
    api.getFlagHistory(flag.id),
  );
  return (
    <LoadedView {...history} what="the history of the flag">
      {revisions => (
        <ol
          aria-label="Revisions"
          style={{ listStyle: 'none', margin: 0, padding: 0 }}
        >
          <Flex direction="column" gap="4" py="4">
            {revisions.map((revision, index) => (
              <Revision
                key={revision.revision}
                revision={revision}
                previous={revisions[index + 1]}
              />
            ))}
          </Flex>
        </ol>
      )}
    </LoadedView>
  );
};
