import { Button, Flex, Select } from '@backstage/ui';
import { RUN_STATES, RUN_STATE_WORDS } from '@etude/plugin-metrics-common';
import { useEntityOptions } from '@etude/ui';
import { useWarehouses } from '../../hooks/use-warehouses';
import type { RunFilters } from './use-run-filters';

const ALL = 'all';

type Option = { readonly id: string; readonly label: string };

const Filter = (props: {
  readonly label: string;
  readonly all: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}) => (
  <Select
    aria-label={props.label}
    options={[{ id: ALL, label: props.all }, ...props.options]}
    value={props.value || ALL}
    onChange={key => props.onChange(key === ALL ? '' : String(key ?? ''))}
  />
);

/** Which runs to show, kept in the address. */
export const FilterRow = ({ filters }: { readonly filters: RunFilters }) => {
  const { options: groups } = useEntityOptions('Group');
  const { loaded } = useWarehouses();
  const warehouses = loaded.state === 'loaded' ? loaded.value : [];
  return (
    <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
      <Filter
        label="Team"
        all="All teams"
        options={groups}
        value={filters.owner}
        onChange={filters.setOwner}
      />
      <Filter
        label="State"
        all="All states"
        options={RUN_STATES.map(id => ({
          id,
          label: RUN_STATE_WORDS[id].label,
        }))}
        value={filters.state}
        onChange={filters.setState}
      />
      <Filter
        label="Warehouse"
        all="All warehouses"
        options={warehouses.map(({ id, name }) => ({ id, label: name }))}
        value={filters.warehouse}
        onChange={filters.setWarehouse}
      />
      {filters.experiment !== '' && (
        <Button variant="secondary" onPress={() => filters.setExperiment('')}>
          Only {filters.experiment} ×
        </Button>
      )}
    </Flex>
  );
};
