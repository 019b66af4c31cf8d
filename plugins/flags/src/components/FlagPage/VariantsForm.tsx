import { Button, Flex, Text } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { ProblemList } from '@etude/ui';
import { useState } from 'react';
import { useFlagUpdate } from '../../hooks/use-flag-update';
import { needsApproval } from '../../model/approval';
import { isEtagConflict } from '../../model/etag-conflict';
import { schemaOf, shapeOf, variantsOf } from '../../model/flag-shape';
import type { FlagShape } from '../../model/flag-shape';
import { shapeProblems } from '../../model/shape-problems';
import { ChangeProblems } from '../ChangeRequests';
import { SchemaEditor, VariantsEditor } from '../Form';

export type VariantsFormProps = {
  readonly flag: FlagRecord;
  readonly onSaved: () => void;
  readonly onAsked: () => void;
  readonly onCancel: () => void;
};

const useVariantsForm = ({ flag, onSaved }: VariantsFormProps) => {
  // Loading the flag again in the background must not lose what is typed.
  const [base] = useState(flag);
  const [shape, setShape] = useState<FlagShape>(() => shapeOf(flag));
  const [attempt, setAttempt] = useState(0);
  const update = useFlagUpdate(
    base,
    { schema: schemaOf(shape), variants: variantsOf(shape) },
    onSaved,
  );
  const local = attempt > 0 ? shapeProblems(shape) : [];
  return {
    shape,
    setShape,
    update,
    local,
    attempt,
    save: async () => {
      setAttempt(attempt + 1);
      if (shapeProblems(shape).length === 0) await update.save();
    },
  };
};

/** Schema and variants of a flag, to be edited and saved together. */
export const VariantsForm = (props: VariantsFormProps) => {
  const form = useVariantsForm(props);
  const { shape, setShape, update, local } = form;
  const { error } = update.refused;
  const isElsewhere =
    error !== undefined && (isEtagConflict(error) || needsApproval(error));
  const problems = local.length === 0 && !isElsewhere ? update.problems : local;
  const editor = { shape, problems, onChange: setShape };
  return (
    <Flex direction="column" gap="4" py="4">
      {isElsewhere && (
        <ChangeProblems
          title="The variants cannot be saved yet"
          onAsked={props.onAsked}
          {...update.refused}
        />
      )}
      <ProblemList
        title="The variants cannot be saved yet"
        problems={problems}
        attempt={form.attempt}
      />
      <Text as="h2" variant="title-x-small" weight="bold">
        Fields
      </Text>
      <SchemaEditor {...editor} />
      <Text as="h2" variant="title-x-small" weight="bold">
        Variants
      </Text>
      <VariantsEditor {...editor} />
      <Flex gap="3">
        <Button
          variant="primary"
          isPending={update.isPending}
          onPress={form.save}
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
