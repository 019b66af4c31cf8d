import { useSearchParam } from '@etude/ui';

/** The filters of the runs, kept in the address apart from other tabs'. */
export const useRunFilters = () => {
  const [owner, setOwner] = useSearchParam('run-team', '');
  const [state, setState] = useSearchParam('run-state', '');
  const [warehouse, setWarehouse] = useSearchParam('run-warehouse', '');
  const [experiment, setExperiment] = useSearchParam('run-experiment', '');
  const [before, setBefore] = useSearchParam('run-before', '');
  const values = { owner, state, warehouse, experiment, before };
  return {
    ...values,
    setOwner,
    setState,
    setWarehouse,
    setExperiment,
    setBefore,
    isAny: Object.values(values).some(value => value !== ''),
    clear: () => {
      setOwner('');
      setState('');
      setWarehouse('');
      setExperiment('');
      setBefore('');
    },
  };
};

export type RunFilters = ReturnType<typeof useRunFilters>;
