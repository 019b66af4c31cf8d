import { useApi } from '@backstage/frontend-plugin-api';
import type {
  SampleSizeAnswer,
  SampleSizeRequest,
} from '@etude/plugin-experiments-common';
import { useLoaded } from '@etude/ui';
import { useRef } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import { useDebounced } from '../../hooks/use-debounced';
import { planOf } from './plan-form';
import type { PlanForm } from './plan-form';

const REST_MS = 500;

export type PlanSize = {
  /** The latest answer; while a newer one is computed it stays. */
  readonly answer: SampleSizeAnswer | undefined;
  readonly isUpdating: boolean;
  readonly failure: Error | undefined;
  /** The units needed by the form as it is now, to save them with it. */
  readonly settle: () => Promise<number | undefined>;
};

const requestOf = (form: PlanForm): SampleSizeRequest => ({
  plan: planOf(form),
  ...(form.owner === '' ? {} : { owner: form.owner }),
});

/** The units the plan needs, asked once typing has rested. */
export const usePlanSize = (form: PlanForm): PlanSize => {
  const experimentsApi = useApi(experimentsApiRef);
  const asked = JSON.stringify(requestOf(form));
  const settled = useDebounced(asked, REST_MS);
  const { loaded } = useLoaded(settled, async signal =>
    form.metrics.length === 0
      ? undefined
      : experimentsApi.sampleSize(requestOf(form), { signal }),
  );
  const latest = useRef<SampleSizeAnswer>();
  if (loaded.state === 'loaded') latest.current = loaded.value;
  const isUpdating = loaded.state === 'loading' || settled !== asked;
  return {
    answer: latest.current,
    isUpdating,
    failure: loaded.state === 'failed' ? loaded.error : undefined,
    settle: async () => {
      // A failure says nothing of the plan; it is told beside the form.
      if (form.metrics.length === 0 || loaded.state === 'failed') {
        return undefined;
      }
      const answer = isUpdating
        ? await experimentsApi.sampleSize(requestOf(form))
        : latest.current;
      return answer?.size?.requiredUnits;
    },
  };
};
