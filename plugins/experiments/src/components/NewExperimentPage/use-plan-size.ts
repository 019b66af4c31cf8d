import { useApi } from '@backstage/frontend-plugin-api';
import type {
  SampleSizeAnswer,
  SampleSizeRequest,
} from '@etude/plugin-experiments-common';
import { useLoaded } from '@etude/ui';
import { useRef, useState } from 'react';
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
  /** Whether somebody waits for `settle`. */
  readonly isSettling: boolean;
  /** Ends that waiting: the plan is saved without the units. */
  readonly doWithout: () => void;
};

type Answer = SampleSizeAnswer | undefined;

/** An answer that is there or on its way, and what was asked. */
type Flight = { readonly asked: string; readonly answer: Promise<Answer> };

const requestOf = (form: PlanForm): SampleSizeRequest => ({
  plan: planOf(form),
  ...(form.owner === '' ? {} : { owner: form.owner }),
});

/** Waits for units that can take long to compute, until told to do without. */
const useWaiting = () => {
  const [isSettling, setIsSettling] = useState(false);
  const stop = useRef<() => void>();
  const waitFor = async (answer: Promise<Answer>): Promise<Answer> => {
    const stopped = new Promise<undefined>(resolve => {
      stop.current = () => resolve(undefined);
    });
    setIsSettling(true);
    try {
      return await Promise.race([
        // A failure says nothing of the plan; it is told beside the form.
        answer.catch(() => undefined),
        stopped,
      ]);
    } finally {
      setIsSettling(false);
    }
  };
  return { isSettling, waitFor, doWithout: () => stop.current?.() };
};

/** The units the plan needs, asked once typing has rested. */
export const usePlanSize = (form: PlanForm): PlanSize => {
  const experimentsApi = useApi(experimentsApiRef);
  const asked = JSON.stringify(requestOf(form));
  const settled = useDebounced(asked, REST_MS);
  const flight = useRef<Flight>();
  const { isSettling, waitFor, doWithout } = useWaiting();
  const ask = async (signal?: AbortSignal): Promise<Answer> =>
    form.metrics.length === 0
      ? undefined
      : experimentsApi.sampleSize(requestOf(form), signal ? { signal } : {});
  const { loaded } = useLoaded(settled, signal => {
    const answer = ask(signal);
    flight.current = { asked: settled, answer };
    return answer;
  });
  const latest = useRef<SampleSizeAnswer>();
  if (loaded.state === 'loaded') latest.current = loaded.value;
  const isUpdating = loaded.state === 'loading' || settled !== asked;
  return {
    answer: latest.current,
    isUpdating,
    failure: loaded.state === 'failed' ? loaded.error : undefined,
    settle: async () => {
      const answer = await waitFor(
        flight.current?.asked === asked ? flight.current.answer : ask(),
      );
      return answer?.size?.requiredUnits;
    },
    isSettling,
    doWithout,
  };
};
