import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { ProblemList, problemsOf, useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { updateChange, updateOf } from '../../hooks/use-flag';
import { needsApproval } from '../../model/approval';
import { isEtagConflict } from '../../model/etag-conflict';
import { schemaOf, shapeOf, variantsOf } from '../../model/flag-shape';
import type { FlagShape } from '../../model/flag-shape';
import { shapeProblems } from '../../model/shape-problems';
import { ChangeProblems } from '../ChangeRequests';
import { SchemaEditor, VariantsEditor } from '../Form';
import { ConflictNotice } from './ConflictNotice';

export type VariantsFormProps = {
  readonly flag: FlagRecord;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
};

const useVariantsForm = ({ flag, onSaved }: VariantsFormProps) => {
  const api = useApi(flagsApiRef);
  // Loading the flag again in the background must not lose what is typed.
  const [base, setBase] = useState(flag);
  const [shape, setShape] = useState<FlagShape>(() => shapeOf(flag));
  const [attempt, setAttempt] = useState(0);
  const changes = { schema: schemaOf(shape), variants: variantsOf(shape) };
  const command = useCommand<[FlagRecord]>(async onto => {
    await api.updateFlag(onto.id, updateOf(onto, changes));
    onSaved();
  });
  const save = async (onto: FlagRecord) => {
    setAttempt(attempt + 1);
    if (shapeProblems(shape).length === 0) await command.run(onto);
  };
  const local = attempt > 0 ? shapeProblems(shape) : [];
  return {
    base,
    setBase,
    shape,
    setShape,
    changes,
    command,
    save,
    local,
    attempt,
  };
};

/** Schema and variants of a flag, to be edited and saved together. */
export const VariantsForm = (props: VariantsFormProps) => {
  const form = useVariantsForm(props);
  const { base, shape, setShape, command, local } = form;
  const isConflict =
    command.error !== undefined && isEtagConflict(command.error);
  const problems =
    local.length === 0 && command.error && !isConflict
      ? problemsOf(command.error)
      : local;
  const editor = { shape, problems, onChange: setShape };
  return (
    <Flex direction="column" gap="4" py="4">
      {isConflict && (
        <ConflictNotice
          base={base}
          changes={form.changes}
          onKeepMine={theirs => {
            form.setBase(theirs);
            return form.save(theirs);
          }}
          onTakeTheirs={props.onSaved}
        />
      )}
      {needsApproval(command.error) ? (
        <ChangeProblems
          title="The variants cannot be saved yet"
          error={command.error}
          flag={base}
          change={updateChange(updateOf(base, form.changes))}
        />
      ) : (
        <ProblemList
          title="The variants cannot be saved yet"
          problems={problems}
          attempt={form.attempt}
        />
      )}
      <Text as="h3" variant="title-x-small" weight="bold">
        Fields
      </Text>
      <SchemaEditor {...editor} />
      <Text as="h3" variant="title-x-small" weight="bold">
        Variants
      </Text>
      <VariantsEditor {...editor} />
      <Flex gap="3">
        <Button
          variant="primary"
          isPending={command.isPending}
          onPress={() => form.save(base)}
        >
          Save variants
        </Button>
        <Button variant="secondary" onPress={props.onCancel}>
          Cancel
        </Button>
      </Flex>
    </Flex>
  );
};
