import { SearchField, Select } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { useSearchParam } from '@etude/ui';
import { FLAG_STATES, flagStateOf } from '../../model/flag-state';
import styles from '../FlagList/Filters.module.css';

const ALL = 'all';

/** What the list is narrowed to, kept in the address. */
export const useFlagFilters = () => {
  const [text, setText] = useSearchParam('q', '');
  const [owner, setOwner] = useSearchParam('owner', ALL);
  const [state, setState] = useSearchParam('state', ALL);
  const matches = (flag: FlagRecord): boolean =>
    `${flag.id} ${flag.description}`
      .toLowerCase()
      .includes(text.trim().toLowerCase()) &&
    (owner === ALL || owner.split(',').includes(flag.owner)) &&
    (state === ALL || flagStateOf(flag).id === state);
  const clear = () => {
    setText('');
    setOwner('');
    setState('');
  };
  return { text, setText, owner, setOwner, state, setState, matches, clear };
};

export type FlagFiltersProps = {
  readonly filters: ReturnType<typeof useFlagFilters>;
  readonly flags: readonly FlagRecord[];
};

const shortRef = (ref: string): string => ref.slice(ref.indexOf('/') + 1);

/** Text, owner and state to narrow the list by. */
export const FlagFilters = ({ filters, flags }: FlagFiltersProps) => {
  const owners = [...new Set(flags.map(({ owner }) => owner))].sort();
  return (
    <div className={styles.filters}>
      <SearchField
        label="Search flags"
        placeholder="Id or description"
        value={filters.text}
        onChange={filters.setText}
      />
      <Select
        label="Owner"
        options={[
          { id: ALL, label: 'All owners' },
          ...owners.map(ref => ({ id: ref, label: shortRef(ref) })),
          ...(filters.owner.includes(',')
            ? [{ id: filters.owner, label: 'Several owners' }]
            : []),
        ]}
        value={filters.owner}
        onChange={owner => filters.setOwner(String(owner))}
      />
      <Select
        label="State"
        options={[
          { id: ALL, label: 'All states' },
          ...FLAG_STATES.map(({ id, label }) => ({ id, label })),
        ]}
        value={filters.state}
        onChange={state => filters.setState(String(state))}
      />
    </div>
  );
};
