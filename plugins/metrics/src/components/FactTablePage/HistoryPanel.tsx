import { useApi } from '@backstage/frontend-plugin-api';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { allFactTableFacts } from '../../model/fact-table-facts';
import { DefinitionHistory } from '../VersionHistory';

/** The definitions that a fact table had, each with what it changed. */
export const HistoryPanel = ({
  table,
}: {
  readonly table: StoredFactTable;
}) => {
  const api = useApi(metricsApiRef);
  const versions = useLoaded(`table-versions:${table.id}:${table.etag}`, () =>
    api.factTableVersions(table.id),
  );
  return (
    <DefinitionHistory
      versions={versions}
      record={table}
      factsOf={allFactTableFacts}
    />
  );
};
