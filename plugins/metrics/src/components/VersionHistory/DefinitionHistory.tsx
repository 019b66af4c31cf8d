import { Text } from '@backstage/ui';
import type {
  DefinitionRecord,
  DefinitionVersion,
} from '@etude/plugin-metrics-common';
import { PersonLink, Timestamp } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { factDifferences } from '../../model/fact-differences';
import type { Fact } from '../../model/fact-differences';
import { DifferencesTable } from '../DifferencesTable';
import { VersionHistory } from './VersionHistory';

export type DefinitionHistoryProps<T> = {
  /** Latest first. */
  readonly versions: UseLoaded<readonly DefinitionVersion<T>[]>;
  /** What is stored of the definition now. */
  readonly record: DefinitionRecord;
  readonly factsOf: (definition: T) => readonly Fact[];
};

/** The first that is known; what it was before may not have been kept. */
const First = (props: {
  readonly since: string;
  readonly record: DefinitionRecord;
}) => {
  const { createdAt, createdBy } = props.record;
  return props.since === createdAt ? (
    <Text as="p">Created.</Text>
  ) : (
    <Text as="p">
      The earliest definition that was kept. Created{' '}
      <Timestamp at={createdAt} /> by <PersonLink actor={createdBy} />.
    </Text>
  );
};

/** What each version of a definition changed, property by property. */
export const DefinitionHistory = <T,>(props: DefinitionHistoryProps<T>) => {
  const { versions, record, factsOf } = props;
  return (
    <VersionHistory versions={versions} keyOf={({ etag }) => etag}>
      {(version, before) => {
        if (!before) return <First since={version.since} record={record} />;
        const differences = factDifferences(
          factsOf(before.definition),
          factsOf(version.definition),
        );
        return differences.length === 0 ? (
          <Text as="p">Saved without a change.</Text>
        ) : (
          <DifferencesTable
            label="Changes"
            differences={differences}
            before="Before"
            after="After"
          />
        );
      }}
    </VersionHistory>
  );
};
