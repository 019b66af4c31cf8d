import { Flex, SearchField, Select } from '@backstage/ui';
import { useEntityOptions } from '@etude/ui';
import { STATES, STATE_ORDER } from '../../experiment-words';

export type ExperimentFiltersProps = {
  readonly state: string;
  readonly owner: string;
  readonly text: string;
  readonly onState: (state: string) => void;
  readonly onOwner: (owner: string) => void;
  readonly onText: (text: string) => void;
};

const ALL = 'all';

const STATE_OPTIONS = [
  { id: ALL, label: 'All states' },
  ...STATE_ORDER.map(id => ({ id, label: STATES[id].label })),
];

const chosen = (onChange: (value: string) => void) => (key: unknown) =>
  onChange(typeof key === 'string' && key !== ALL ? key : '');

/** Narrows the list; what is chosen is kept in the address. */
export const ExperimentFilters = (props: ExperimentFiltersProps) => {
  const { options: groups } = useEntityOptions('Group');
  const known = groups.some(({ id }) => id === props.owner);
  const ownerOptions = [
    { id: ALL, label: 'All owners' },
    ...groups,
    ...(props.owner === '' || known
      ? []
      : [
          {
            id: props.owner,
            label: props.owner.includes(',') ? 'Several owners' : props.owner,
          },
        ]),
  ];
  return (
    <Flex gap="3" align="end">
      <SearchField
        aria-label="Search experiments"
        placeholder="Name or hypothesis"
        value={props.text}
        onChange={props.onText}
      />
      <Select
        aria-label="State"
        options={STATE_OPTIONS}
        value={props.state || ALL}
        onChange={chosen(props.onState)}
      />
      <Select
        aria-label="Owner"
        options={ownerOptions}
        value={props.owner || ALL}
        onChange={chosen(props.onOwner)}
      />
    </Flex>
  );
};
