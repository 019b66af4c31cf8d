import { Select } from '@backstage/ui';
import { LAKE_WAREHOUSE_ID } from '@etude/plugin-metrics-common';
import { useWarehouses } from '../../hooks/use-warehouses';

export type WarehouseSelectProps = {
  readonly value: string;
  readonly onChange: (warehouseId: string) => void;
};

const LAKE = { id: LAKE_WAREHOUSE_ID, label: 'Lake' };

/** In which warehouse the rows lie; nothing where there is only the lake. */
export const WarehouseSelect = ({ value, onChange }: WarehouseSelectProps) => {
  const { loaded } = useWarehouses();
  const known =
    loaded.state === 'loaded'
      ? loaded.value.map(({ id, name }) => ({ id, label: name }))
      : [LAKE];
  const options = known.some(({ id }) => id === value)
    ? known
    : [...known, { id: value, label: value }];
  const isListed = loaded.state !== 'failed';
  if (isListed && options.length === 1) return null;
  return (
    <Select
      label="Warehouse"
      description={
        isListed
          ? 'Where the rows lie. Metrics of one experiment have to be in one warehouse.'
          : 'The warehouses could not be listed just now, so only the lake can be chosen.'
      }
      options={options}
      value={value}
      onChange={key => onChange(String(key ?? LAKE_WAREHOUSE_ID))}
    />
  );
};
