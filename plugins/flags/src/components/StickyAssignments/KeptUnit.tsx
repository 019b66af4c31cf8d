import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text, TextField } from '@backstage/ui';
import type {
  FlagRecord,
  Materialization,
  MaterializedUnitRecord,
} from '@etude/plugin-flags-common';
import {
  ConfirmDialog,
  ProblemList,
  Timestamp,
  problemsOf,
  useCommand,
} from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import styles from './StickyAssignments.module.css';
import { ruleNameOf } from './rule-name';

export type KeptUnitProps = {
  readonly flag: FlagRecord;
  readonly store: Materialization;
  readonly canChange: boolean;
  readonly onRemoved: () => void;
};

const ForgetDialog = (
  props: KeptUnitProps & {
    readonly unit: string;
    readonly onClose: () => void;
    readonly onForgotten: () => void;
  },
) => {
  const { store, unit } = props;
  const api = useApi(flagsApiRef);
  const command = useCommand<[]>(async () => {
    await api.materializations.removeUnit({
      materialization: store.name,
      unit,
    });
    props.onForgotten();
  });
  return (
    <ConfirmDialog
      title={`Forget ${unit}?`}
      confirmLabel="Forget the unit"
      isDestructive
      command={command}
      onClose={props.onClose}
    >
      <Text>
        Within a minute {unit} gets what the rules give it anew, which may be
        another variant, in {store.flags.join(', ')}. What it got before is not
        kept anywhere.
      </Text>
    </ConfirmDialog>
  );
};

const Records = (
  props: KeptUnitProps & { readonly found: MaterializedUnitRecord },
) => {
  const { flag, found } = props;
  if (found.records.length === 0) {
    return <Text>{found.unit} is not kept: the rules decide anew.</Text>;
  }
  return (
    <ul className={styles.records} aria-label={`What ${found.unit} keeps`}>
      {found.records.map(({ flag: flagId, rule, variant, at }) => (
        <li key={`${flagId ?? ''} ${rule}`}>
          <Text>
            {variant ?? 'What a later rule gives'}, by{' '}
            {flagId === flag.id
              ? ruleNameOf(flag, rule)
              : `${rule}${flagId === null ? '' : ` of ${flagId}`}`}
            , since <Timestamp at={at} />
          </Text>
        </li>
      ))}
    </ul>
  );
};

/** Looks one unit up in a store, and has it forgotten. */
export const KeptUnit = (props: KeptUnitProps) => {
  const { store, onRemoved } = props;
  const api = useApi(flagsApiRef);
  const [unit, setUnit] = useState('');
  const [found, setFound] = useState<MaterializedUnitRecord>();
  const [isAsking, setAsking] = useState(false);
  const lookUp = useCommand(async (wanted: string) => {
    setFound(undefined);
    setFound(
      await api.materializations.lookUp({
        materialization: store.name,
        unit: wanted,
      }),
    );
  });
  return (
    <Flex direction="column" gap="3" align="stretch">
      <form
        className={styles.lookUp}
        onSubmit={event => {
          event.preventDefault();
          void lookUp.run(unit.trim());
        }}
      >
        <TextField label="Unit" value={unit} onChange={setUnit} />
        <Button
          type="submit"
          variant="secondary"
          isDisabled={unit.trim() === ''}
          isPending={lookUp.isPending}
        >
          Look up
        </Button>
      </form>
      <ProblemList
        title="The unit could not be looked up"
        problems={lookUp.error ? problemsOf(lookUp.error) : []}
      />
      <div role="status">{found && <Records {...props} found={found} />}</div>
      {found && found.records.length > 0 && props.canChange && (
        <div>
          <Button
            variant="secondary"
            destructive
            onPress={() => setAsking(true)}
          >
            Forget the unit
          </Button>
        </div>
      )}
      {isAsking && found && (
        <ForgetDialog
          {...props}
          unit={found.unit}
          onClose={() => setAsking(false)}
          onForgotten={() => {
            setFound({ ...found, records: [] });
            onRemoved();
          }}
        />
      )}
    </Flex>
  );
};
