import { useApi } from '@backstage/frontend-plugin-api';
import type {
  MetricPreview,
  PreviewRequest,
} from '@etude/plugin-metrics-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { metricsApiRef } from '../api/metrics-api';

/** What came of asking for a preview. */
export type PreviewState =
  | { readonly state: 'idle' }
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly error: Error }
  | { readonly state: 'known'; readonly preview: MetricPreview };

export type UsePreview = {
  readonly shown: PreviewState;
  /** True when what is shown is not of the latest question. */
  readonly isOutdated: boolean;
  readonly ask: () => void;
  readonly cancel: () => void;
};

/** Long enough for a word to be typed to its end. */
const PAUSE_MS = 900;

/**
 * The preview of a question, asked when told and, if `isAutomatic`, when the
 * question has not changed for a moment. A newer question stops an older one,
 * in the warehouse too.
 */
export const usePreview = (
  question: PreviewRequest | undefined,
  isAutomatic: boolean,
): UsePreview => {
  const api = useApi(metricsApiRef);
  const [shown, setShown] = useState<PreviewState>({ state: 'idle' });
  const [askedKey, setAskedKey] = useState('');
  const running = useRef<AbortController>();
  const key = question ? JSON.stringify(question) : '';
  const latest = useRef(question);
  latest.current = question;

  const cancel = useCallback(() => {
    running.current?.abort();
    setShown({ state: 'idle' });
  }, []);

  const ask = useCallback(async () => {
    const body = latest.current;
    if (!body) return;
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setAskedKey(JSON.stringify(body));
    setShown({ state: 'asking' });
    try {
      const preview = await api.pages.preview(body, { signal });
      if (!signal.aborted) setShown({ state: 'known', preview });
    } catch (reason) {
      if (signal.aborted) return;
      const error =
        reason instanceof Error ? reason : new Error(String(reason));
      setShown({ state: 'failed', error });
    }
  }, [api]);

  useEffect(() => {
    if (key === '') cancel();
    if (!isAutomatic || key === '') return undefined;
    const pause = setTimeout(() => void ask(), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [isAutomatic, key, ask, cancel]);

  useEffect(() => () => running.current?.abort(), []);

  return {
    shown,
    isOutdated: key !== askedKey,
    ask: () => void ask(),
    cancel,
  };
};
