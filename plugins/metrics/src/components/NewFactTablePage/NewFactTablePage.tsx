import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import {
  PageFrame,
  useCommand,
  useNavigateTo,
  useSearchParam,
  useSessionDraft,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { emptyFactTableDraft } from '../../model/fact-table-draft';
import type { FactTableDraft } from '../../model/fact-table-draft';
import type { FactTableDefinition } from '../../model/wire-types';
import { factTableRouteRef, metricsRouteRef } from '../../routes';
import { FactTableForm } from '../FactTableForm';

type Prefilled = {
  readonly importId: string;
  readonly table: string;
  readonly name: string;
};

const NewFactTableForm = ({ importId, table, name }: Prefilled) => {
  const api = useApi(metricsApiRef);
  const navigateTo = useNavigateTo();
  const factTablePath = useRouteRef(factTableRouteRef);
  const metricsPath = useRouteRef(metricsRouteRef);
  const { draft, setDraft, forget } = useSessionDraft<FactTableDraft>(
    `etude.new-fact-table.3.${importId}.${table}`,
    {
      ...emptyFactTableDraft,
      name,
      importId,
      table,
      sourceKind: importId === '' ? 'table' : 'import',
    },
  );
  const create = useCommand(async (definition: FactTableDefinition) => {
    const { id } = await api.createFactTable(definition);
    forget();
    if (factTablePath) navigateTo(factTablePath({ id }));
  });
  return (
    <FactTableForm
      draft={draft}
      onChange={setDraft}
      submitLabel="Create fact table"
      isPending={create.isPending}
      refusal={create.error}
      onSubmit={definition => void create.run(definition)}
      actions={
        metricsPath && (
          <ButtonLink
            href={`${metricsPath()}?tab=fact-tables`}
            variant="secondary"
          >
            Cancel
          </ButtonLink>
        )
      }
    />
  );
};

/** The form for a new fact table. */
export const NewFactTablePage = () => {
  const [importId] = useSearchParam('import', '');
  const [table] = useSearchParam('table', '');
  const [name] = useSearchParam('name', '');
  return (
    <PageFrame title="New fact table">
      <NewFactTableForm
        key={`${importId} ${table}`}
        importId={importId}
        table={table}
        name={name}
      />
    </PageFrame>
  );
};
