import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  EventDefinitionVersion,
  StoredEventDefinition,
} from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { eventFieldDifferences } from '../../model/event-definition-facts';
import { DifferencesTable } from '../DifferencesTable';
import { VersionHistory } from '../VersionHistory';

type VersionProps = {
  readonly version: EventDefinitionVersion;
  /** What it replaced; undefined for the first. */
  readonly before: EventDefinitionVersion | undefined;
};

const fieldCount = ({ fields }: EventDefinitionVersion['definition']) =>
  fields.length === 1 ? 'one field' : `${fields.length} fields`;

const Changes = ({ version, before }: VersionProps) => {
  if (before === undefined) {
    return <Text as="p">Created, with {fieldCount(version.definition)}.</Text>;
  }
  const differences = eventFieldDifferences(
    before.definition,
    version.definition,
  );
  return differences.length === 0 ? (
    <Text as="p">The fields stand in another order.</Text>
  ) : (
    <DifferencesTable
      label={`Changes of version ${version.version}`}
      differences={differences}
      before={`Version ${before.version}`}
      after={`Version ${version.version}`}
    />
  );
};

/** The fields that an event had, each version with what it changed. */
export const EventVersionsPanel = (props: {
  readonly definition: StoredEventDefinition;
}) => {
  const { id, etag } = props.definition;
  const api = useApi(metricsApiRef);
  const versions = useLoaded(`event-versions:${id}:${etag}`, () =>
    api.eventDefinitions.versions(id),
  );
  return (
    <VersionHistory
      versions={versions}
      keyOf={({ version }) => version}
      title={({ version }) => `Version ${version}`}
    >
      {(version, before) => (
        <>
          {version.reason !== null && (
            <Text as="p">
              It broke with senders or readers, because: {version.reason}
            </Text>
          )}
          <Changes version={version} before={before} />
        </>
      )}
    </VersionHistory>
  );
};
