import { SearchField, Select } from '@backstage/ui';
import { useSearchParam } from '@etude/ui';
import { targetingWords } from '../../model/targeting-words';
import type { Segment } from '../../model/wire-types';
import styles from '../FlagList/Filters.module.css';

const ALL = 'all';
const PEOPLE = 'person';
const LIVE = 'live';

/** What the list is narrowed to, kept in the address. */
export const useSegmentFilters = () => {
  const [text, setText] = useSearchParam('segment', '');
  const [manager, setManager] = useSearchParam('managed', PEOPLE);
  const [state, setState] = useSearchParam('segments', LIVE);
  const matches = (segment: Segment): boolean =>
    `${segment.id} ${segment.description} ${targetingWords(segment.targeting)}`
      .toLowerCase()
      .includes(text.trim().toLowerCase()) &&
    (manager === ALL || segment.managedBy === manager) &&
    (state === ALL || (segment.state === 'archived') === (state !== LIVE));
  return {
    text,
    setText,
    manager,
    setManager,
    state,
    setState,
    matches,
    /** Shows every segment, whoever manages it. */
    showAll: () => {
      setText('');
      setManager(ALL);
      setState(ALL);
    },
  };
};

export type SegmentFiltersProps = {
  readonly filters: ReturnType<typeof useSegmentFilters>;
};

/** Text, manager and state to narrow the list by. */
export const SegmentFilters = ({ filters }: SegmentFiltersProps) => (
  <div className={styles.filters}>
    <SearchField
      label="Search segments"
      placeholder="Id, description or condition"
      value={filters.text}
      onChange={filters.setText}
    />
    <Select
      label="Managed by"
      options={[
        { id: PEOPLE, label: 'People' },
        { id: 'rule', label: 'Rules' },
        { id: 'experiment', label: 'Experiments' },
        { id: 'rollout', label: 'Rollouts' },
        { id: ALL, label: 'Anyone' },
      ]}
      value={filters.manager}
      onChange={manager => filters.setManager(String(manager))}
    />
    <Select
      label="State"
      options={[
        { id: LIVE, label: 'In use' },
        { id: 'archived', label: 'Archived' },
        { id: ALL, label: 'All states' },
      ]}
      value={filters.state}
      onChange={state => filters.setState(String(state))}
    />
  </div>
);
