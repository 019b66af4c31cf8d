import { Alert, Button, Flex, Text } from '@backstage/ui';
import { experimentChanges } from '@etude/plugin-experiments-common';
import type { Experiment } from '../../experiment-types';
import { ActivitySentence } from '../ActivitySentence';
import type { PlanConflict } from './use-save-plan';

export type ConflictNoticeProps = {
  /** The draft as it was when this form was opened. */
  readonly opened: Experiment | undefined;
  readonly conflict: PlanConflict;
  readonly onOverwrite: (latest: Experiment) => void;
  readonly onTakeTheirs: () => void;
};

const Changes = (props: {
  readonly title: string;
  readonly sentences: readonly string[];
}) => (
  <>
    <Text as="p" weight="bold">
      {props.title}
    </Text>
    <ul>
      {props.sentences.length === 0 && <li>Nothing.</li>}
      {props.sentences.map(sentence => (
        <li key={sentence}>
          <ActivitySentence sentence={sentence} />
        </li>
      ))}
    </ul>
  </>
);

/** That somebody else saved the draft meanwhile: what differs, and two ways on. */
export const ConflictNotice = (props: ConflictNoticeProps) => {
  const { opened, conflict } = props;
  const { latest, mine } = conflict;
  return (
    <div role="alert">
      <Alert
        status="warning"
        icon
        title="Somebody else saved this draft while you had it open"
        description={
          <>
            <Changes
              title="They saved"
              sentences={opened ? experimentChanges(opened, latest) : []}
            />
            <Changes
              title="Saving yours over it would do this"
              sentences={experimentChanges(latest, mine)}
            />
            <Flex gap="2">
              <Button
                variant="secondary"
                onPress={() => props.onOverwrite(latest)}
              >
                Save mine over it
              </Button>
              <Button variant="secondary" onPress={props.onTakeTheirs}>
                Drop mine and show theirs
              </Button>
            </Flex>
          </>
        }
      />
    </div>
  );
};
