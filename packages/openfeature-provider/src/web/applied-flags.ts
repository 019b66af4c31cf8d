import { Outbox, isRetryable } from '../delivery/outbox';
import { requestEdge } from '../delivery/transport';
import type { EdgeConnection } from '../delivery/transport';
import type { ContextFlags } from './bulk-answer';

type AppliedFlag = {
  readonly resolveToken: string;
  /** Id. */
  readonly flag: string;
  /** ISO 8601 in UTC. */
  readonly applyTime: string;
};

const CAPACITY = 1_000;
const BATCH_SIZE = 100;

/** Tells an edge which flags were read, each once per answer. */
export class AppliedFlags {
  readonly #outbox: Outbox<AppliedFlag>;
  #token = '';
  #applied = new Set<string>();

  constructor(
    connection: EdgeConnection,
    settings: {
      readonly flushMs: number;
      readonly onLoss: (items: number, reason: string) => void;
    },
  ) {
    this.#outbox = new Outbox({
      ...settings,
      capacity: CAPACITY,
      batchSize: BATCH_SIZE,
      send: (batch, how) => applyFlags(connection, batch, how),
    });
  }

  /** Notes that a flag of an answer was read. */
  add(flag: string, { resolveToken, apply }: ContextFlags): void {
    if (resolveToken !== this.#token) {
      this.#token = resolveToken;
      this.#applied = new Set();
    }
    if (!apply.has(flag) || this.#applied.has(flag)) return;
    this.#applied.add(flag);
    this.#outbox.add({
      resolveToken,
      flag,
      applyTime: new Date().toISOString(),
    });
  }

  /** Delivers what waits, with requests that outlive the page. */
  async flush(): Promise<void> {
    await this.#outbox.flush({ keepalive: true });
  }

  async close(): Promise<void> {
    await this.#outbox.close();
  }
}

// A batch may span several answers, and an apply is about one: what the edge
// refuses of one must not lose another, and sending again changes nothing.
const applyFlags = async (
  connection: EdgeConnection,
  batch: readonly AppliedFlag[],
  { keepalive }: { readonly keepalive: boolean },
): Promise<void> => {
  const byToken = Map.groupBy(batch, ({ resolveToken }) => resolveToken);
  const applies = [...byToken].map(([resolveToken, applied]) =>
    requestEdge(connection, '/v1/flags:apply', {
      method: 'POST',
      body: {
        clientSecret: connection.clientSecret,
        resolveToken,
        flags: applied.map(({ flag, applyTime }) => ({
          flag: `flags/${flag}`,
          applyTime,
        })),
        sendTime: new Date().toISOString(),
      },
      keepalive,
    }),
  );
  const failures: Error[] = [];
  for (const settled of await Promise.allSettled(applies)) {
    if (settled.status === 'fulfilled') continue;
    const reason: unknown = settled.reason;
    failures.push(reason instanceof Error ? reason : new Error(String(reason)));
  }
  const failure = failures.find(isRetryable) ?? failures[0];
  if (failure) throw failure;
};
