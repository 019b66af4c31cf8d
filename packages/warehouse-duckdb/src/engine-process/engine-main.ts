import { isEtudeError } from '@etude/kernel';
import { createDuckDbDriver } from '../duckdb-driver';
import type { LakeDriver } from '../duckdb-driver';
import { OUT_OF_MEMORY_EXIT } from './engine-messages';
import type {
  EngineCall,
  EngineOrder,
  EngineReply,
  ErrorRecord,
} from './engine-messages';

// The program of the engine's process: it has one driver, answers orders over
// the channel that it was started with, and ends when that closes.

const MEMORY_CHECK_MS = 250;
const MB = 1024 * 1024;

const errorRecord = (error: unknown): ErrorRecord => {
  const message = error instanceof Error ? error.message : String(error);
  if (!isEtudeError(error)) {
    const code = 'ETUDE_WAREHOUSE_ENGINE';
    return { message, code, kind: 'bug', details: {}, problems: [] };
  }
  const { code, kind, details, problems } = error;
  return { message, code, kind, details, problems };
};

let driver: LakeDriver | null = null;
const cancels = new Map<number, AbortController>();

const answer = (reply: EngineReply): void => {
  process.send?.(reply);
};

const valueOf = (
  call: EngineCall,
  { increments, ...lake }: LakeDriver,
  signal: AbortSignal,
): Promise<unknown> => {
  switch (call.kind) {
    case 'query':
    case 'describe':
    case 'estimate':
      return lake[call.kind](call.sql, { signal });
    case 'inspect':
      return increments.inspect(call.increment);
    case 'run':
      return increments.run(call.program, { signal });
    case 'forget':
      return increments.forget(call.increment);
    case 'import':
      return lake.importTable(call.table);
  }
};

const respond = async ({
  id,
  call,
}: Extract<EngineOrder, { kind: 'call' }>): Promise<void> => {
  const cancel = new AbortController();
  cancels.set(id, cancel);
  try {
    if (driver === null) throw new Error('The engine was not opened.');
    const value = await valueOf(call, driver, cancel.signal);
    answer({ id, value });
  } catch (error) {
    answer({ id, error: errorRecord(error) });
  } finally {
    cancels.delete(id);
  }
};

/** What the engine may use, and as much again for what it does not count. */
const watchMemory = (limitMb: number): void => {
  setInterval(() => {
    if (process.memoryUsage.rss() > (limitMb * 2 + 512) * MB) {
      process.exit(OUT_OF_MEMORY_EXIT);
    }
  }, MEMORY_CHECK_MS).unref();
};

process.on('message', (order: EngineOrder) => {
  switch (order.kind) {
    case 'open':
      driver = createDuckDbDriver(order.options);
      if (order.options.memoryLimitMb !== undefined) {
        watchMemory(order.options.memoryLimitMb);
      }
      break;
    case 'cancel':
      cancels.get(order.id)?.abort();
      break;
    case 'call':
      // Its errors are its answer.
      respond(order).catch((error: unknown) => {
        throw error;
      });
  }
});

// The channel alone keeps this process alive, whatever was loaded before it.
process.channel?.ref();

// Whoever started the engine is gone, or wants it to end.
process.on('disconnect', () => {
  const closing = driver?.close() ?? Promise.resolve();
  closing.then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
// Ctrl-C reaches the whole group; the owner ends its engine itself.
process.on('SIGINT', () => undefined);
