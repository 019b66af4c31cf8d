import { Alert, Button, Flex, Text } from '@backstage/ui';
import { useCommand } from '@etude/ui';

export type ChangedElsewhereProps = {
  /** What was changed: `this flag`. */
  readonly what: string;
  /** Reads the etag of what is stored now. */
  readonly load: () => Promise<string>;
  /** Called with that etag. */
  readonly onLoaded: (etag: string) => void;
};

/** Someone else saved first: loads theirs and keeps what was typed. */
export const ChangedElsewhere = (props: ChangedElsewhereProps) => {
  const command = useCommand<[]>(async () => {
    props.onLoaded(await props.load());
  });
  return (
    <Flex direction="column" gap="2" role="alert">
      <Alert
        status="warning"
        icon
        title={`Someone else changed ${props.what} while you edited`}
        description="Nothing of yours is lost or saved yet. Load what is stored now, look at it, and save again: yours then replaces what you edited, and nothing else."
      />
      {command.error && <Text color="danger">{command.error.message}</Text>}
      <div>
        <Button
          variant="secondary"
          isPending={command.isPending}
          onPress={() => command.run()}
        >
          Load what is stored now
        </Button>
      </div>
    </Flex>
  );
};
