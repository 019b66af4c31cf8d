import { Alert, Button, Flex, Text } from '@backstage/ui';
import { LoadedView, PersonLink, Timestamp, useLoaded } from '@etude/ui';
import { FlagDiff } from '../FlagPage/FlagDiff';

/** A record as it was after one change. */
type StoredRevision<T> = {
  /** Its number is the etag of the record. */
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  /** One sentence for people. */
  readonly summary: string;
  readonly record: T;
};

export type ConflictNoticeProps<T> = {
  /** What was changed: `flag`. */
  readonly what: string;
  /** The etag it was read with. */
  readonly etag: string;
  /** Reads every change of it, newest first. */
  readonly load: () => Promise<readonly StoredRevision<T>[]>;
  /** What is stored now with the person's changes, where that can be shown. */
  readonly withMine?: (present: T) => T;
  readonly onKeepMine: (present: T) => void;
  readonly onTakeTheirs: (present: T) => void;
};

type ComparisonProps<T> = ConflictNoticeProps<T> & {
  readonly revisions: readonly StoredRevision<T>[];
};

function Comparison<T extends object>(props: ComparisonProps<T>) {
  const { revisions, etag, withMine } = props;
  const [newest] = revisions;
  if (newest === undefined) return null;
  const base = revisions.find(({ revision }) => String(revision) === etag);
  const since = revisions.filter(({ revision }) => revision > Number(etag));
  const present = newest.record;
  return (
    <Flex direction="column" gap="3">
      <ul aria-label="What was changed meanwhile">
        {since.map(({ revision, summary, by, at }) => (
          <li key={revision}>
            <Text>{summary}</Text>{' '}
            <Text variant="body-small" color="secondary">
              <PersonLink actor={by} />, <Timestamp at={at} />
            </Text>
          </li>
        ))}
      </ul>
      {base && <FlagDiff before={base.record} after={present} />}
      {withMine && (
        <>
          <Text>What saving yours on top of it would change:</Text>
          <FlagDiff before={present} after={withMine(present)} />
        </>
      )}
      <Flex gap="3" style={{ flexWrap: 'wrap' }}>
        <Button variant="primary" onPress={() => props.onKeepMine(present)}>
          Save mine on top of it
        </Button>
        <Button variant="secondary" onPress={() => props.onTakeTheirs(present)}>
          Take what is stored and drop mine
        </Button>
      </Flex>
    </Flex>
  );
}

/**
 * A person, a program or a rollout plan saved first: says what they changed
 * and offers to apply what was typed to it.
 */
export function ConflictNotice<T extends object>(
  props: ConflictNoticeProps<T>,
) {
  const revisions = useLoaded(`${props.what} ${props.etag}`, props.load);
  return (
    <Flex direction="column" gap="3" role="alert">
      <Alert
        status="warning"
        icon
        title={`The ${props.what} was changed while you edited it`}
        description="Nothing of yours is lost or saved yet. See what was changed, and choose."
      />
      <LoadedView {...revisions} what={`what changed of the ${props.what}`}>
        {loaded => <Comparison {...props} revisions={loaded} />}
      </LoadedView>
    </Flex>
  );
}
