import { requestEdge } from './transport';
import type { EdgeConnection } from './transport';

/** What {@link watchChanges} needs. */
export type ChangeStreamOptions = {
  readonly connection: EdgeConnection;
  readonly path: string;
  /** Told at each connection and at each event after it. */
  readonly onChange: () => void;
  /** Told when and why a connection ends; the next is made by itself. */
  readonly onBreak: (reason: unknown) => void;
  readonly signal: AbortSignal;
};

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/** Resolves after the time or when `signal` aborts. */
const pause = (timeMs: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, timeMs);
    signal.addEventListener('abort', done);
  });

// Of a server-sent event only its arrival counts: an empty line ends one,
// unless it ends a comment, which is a heartbeat.
const readEvents = async (
  body: ReadableStream<Uint8Array>,
  onEvent: () => void,
): Promise<void> => {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const messages = text.split(/\r?\n\r?\n/);
    text = messages.pop() ?? '';
    if (messages.some(message => /^(data|event):/m.test(message))) onEvent();
  }
};

type Connection = Pick<
  ChangeStreamOptions,
  'connection' | 'path' | 'onChange' | 'signal'
>;

/** Reads one connection to its end; rejects when it breaks. */
const followOnce = async (
  { connection, path, onChange, signal }: Connection,
  onConnected: () => void,
): Promise<void> => {
  const response = await requestEdge(connection, path, {
    method: 'GET',
    headers: { accept: 'text/event-stream' },
    signal,
  });
  if (!response.body) throw new Error('The edge sent no stream of events.');
  onConnected();
  onChange();
  await readEvents(response.body, onChange);
};

/**
 * Follows the server-sent events of an edge until `signal` aborts. By `fetch`,
 * because `EventSource` cannot send the client secret in a header.
 */
export const watchChanges = async (
  options: ChangeStreamOptions,
): Promise<void> => {
  const { onBreak, signal } = options;
  // A function, because the signal changes while this waits.
  const isStopped = () => signal.aborted;
  let retryMs = FIRST_RETRY_MS;
  while (!isStopped()) {
    const reason = await followOnce(options, () => {
      retryMs = FIRST_RETRY_MS;
    }).then(
      () => new Error('The edge ended the stream of events.'),
      (error: unknown) => error,
    );
    if (isStopped()) return;
    onBreak(reason);
    await pause(retryMs * (0.5 + Math.random() / 2), signal);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }
};
