import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { LoadedView, useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import { FlagDiff } from './FlagDiff';

export type ConflictNoticeProps = {
  /** The flag as it was read. */
  readonly base: FlagRecord;
  /** What the person wants to be different. */
  readonly changes: Partial<FlagRecord>;
  readonly onKeepMine: (theirs: FlagRecord) => Promise<void>;
  readonly onTakeTheirs: () => void;
};

/** Two people changed a flag: shows what differs and lets one choose. */
export const ConflictNotice = (props: ConflictNoticeProps) => {
  const api = useApi(flagsApiRef);
  const theirs = useLoaded(`${props.base.id} ${props.base.etag}`, () =>
    api.getFlag(props.base.id),
  );
  return (
    <Flex direction="column" gap="3" role="alert">
      <Alert
        status="warning"
        icon
        title="Someone else changed this flag while you edited it"
        description="Nothing of yours is lost or saved yet. Compare and choose."
      />
      <LoadedView {...theirs} what="the present flag">
        {present => (
          <Flex direction="column" gap="3">
            <Text>
              From what is stored now, changed by {present.updatedBy}, to yours:
            </Text>
            <FlagDiff
              before={present}
              after={{ ...present, ...props.changes }}
            />
            <Flex gap="3">
              <Button
                variant="secondary"
                destructive
                onPress={() => props.onKeepMine(present)}
              >
                Save mine over theirs
              </Button>
              <Button variant="secondary" onPress={props.onTakeTheirs}>
                Take theirs and drop mine
              </Button>
            </Flex>
          </Flex>
        )}
      </LoadedView>
    </Flex>
  );
};
