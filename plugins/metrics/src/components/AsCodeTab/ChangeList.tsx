import { Flex, Text } from '@backstage/ui';
import type {
  AppliedDefinitions,
  DefinitionChange,
} from '@etude/plugin-metrics-common';
import { StatusBadge, TextDiff } from '@etude/ui';
import {
  appliedWords,
  changedThing,
  changeState,
} from '../../model/definition-change-words';
import styles from './AsCodeTab.module.css';

const Change = (props: {
  readonly change: DefinitionChange;
  readonly isApplied: boolean;
}) => {
  const { change } = props;
  const { tone, word } = changeState(change, props.isApplied);
  const name = changedThing(change);
  return (
    <li>
      <Flex direction="column" gap="2">
        <Flex gap="3" align="center">
          <Text as="h3" weight="bold">
            {name}
          </Text>
          <StatusBadge tone={tone}>{word}</StatusBadge>
        </Flex>
        {change.problems.length > 0 && (
          <ul className={styles.problems}>
            {change.problems.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <Text>{message}</Text>
              </li>
            ))}
          </ul>
        )}
        {change.change !== 'none' && (
          <TextDiff label={`Changes of ${name}`} {...change} />
        )}
      </Flex>
    </li>
  );
};

/** What a file does, or has done, to each definition. */
export const ChangeList = (props: { readonly applied: AppliedDefinitions }) => {
  const { isApplied, changes, ignoredExperiments } = props.applied;
  return (
    <section aria-label="What the file does">
      <Flex direction="column" gap="4">
        <Text as="p" role="status" weight="bold">
          {appliedWords(props.applied)}
        </Text>
        {ignoredExperiments.length > 0 && (
          <Text as="p">
            {`Experiments are planned in the portal, so these of the file are left out: ${ignoredExperiments.join(', ')}.`}
          </Text>
        )}
        <ul className={styles.changes}>
          {changes.map(change => (
            <Change
              key={`${change.kind} ${change.id}`}
              {...{ change, isApplied }}
            />
          ))}
        </ul>
      </Flex>
    </section>
  );
};
