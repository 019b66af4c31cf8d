import { setTimeout as delay } from 'node:timers/promises';
import { EtudeError, hasErrorCode } from '@etude/kernel';
import { readServerSentEvents } from './server-sent-events';

/** What following the portal's announcements of new states needs. */
export type StateEventsOptions = {
  readonly backendUrl: string;
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Told the etag of the portal's state, at once and after each change. */
  readonly onState: (etag: string | null) => void;
  /** Told when the stream opens and closes. */
  readonly onConnection: (isOpen: boolean) => void;
  /** A number in [0, 1), to keep edges from coming back all at once. */
  readonly random: () => number;
};

/** The portal sends a comment every 15 s; after this long it is gone. */
const SILENCE_MS = 40_000;
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;

const etagOf = (data: string): string | null => {
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' &&
      parsed !== null &&
      'etag' in parsed &&
      typeof parsed.etag === 'string'
      ? parsed.etag
      : null;
  } catch {
    // Something has changed, whatever it says: the state is asked for.
    return null;
  }
};

const follow = async (options: StateEventsOptions): Promise<void> => {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE_MS).unref();
  const { token } = options;
  try {
    const response = await options.fetch(
      `${options.backendUrl}/api/flags/v1/state/events`,
      {
        headers: {
          accept: 'text/event-stream',
          ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        },
        signal: AbortSignal.any([options.signal, silence.signal]),
      },
    );
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !response.body || !type.includes('event-stream')) {
      await response.body?.cancel();
      throw new EtudeError(
        `The portal answered ${response.status} (${type}) to the request for state events. The edge polls instead.`,
        { code: 'ETUDE_STATE_EVENTS_UNAVAILABLE', kind: 'operational' },
      );
    }
    options.onConnection(true);
    for await (const event of readServerSentEvents(response.body)) {
      timer.refresh();
      if (event?.event === 'state') options.onState(etagOf(event.data));
    }
  } finally {
    clearTimeout(timer);
    options.onConnection(false);
  }
};

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!hasErrorCode(error, 'ABORT_ERR')) throw error;
  }
};

/**
 * Listens to the portal until `signal` aborts, connecting anew after a pause
 * that grows with each failure. Failures are not reported: polling goes on
 * meanwhile and tells when the portal is gone.
 */
export const followStateEvents = async (
  options: StateEventsOptions,
): Promise<void> => {
  const { signal, random } = options;
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    const onConnection = (isOpen: boolean) => {
      if (isOpen) retryMs = FIRST_RETRY_MS;
      options.onConnection(isOpen);
    };
    await follow({ ...options, onConnection }).catch(() => undefined);
    await pause(retryMs * (0.5 + random()), signal);
    retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  }
};
