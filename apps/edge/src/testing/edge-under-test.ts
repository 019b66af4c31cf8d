import { fixedClock } from '@etude/kernel';
import type { ResolverState } from '@etude/flags';
import { createEdgeHandler } from '../edge-handler';
import type { EdgeHandler } from '../edge-handler';
import { readFlagState } from '../flag-state';
import type { EdgeResponse } from '../http-message';
import { parseJsonBody } from '../parse-json-body';
import { SHOP_SECRET, exampleState } from './example-state';

/** The instant at which edges under test live. */
export const NOW = '2026-03-01T12:00:00.000Z';

/** An edge without sockets and the lines it put into its log. */
export type EdgeUnderTest = {
  readonly handle: EdgeHandler;
  readonly lines: Record<string, unknown>[];
  readonly post: (
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<EdgeResponse & { json: unknown }>;
};

/** What can be varied about an edge under test. */
export type EdgeUnderTestOptions = {
  readonly state?: ResolverState | null;
  readonly append?: (lines: readonly string[]) => Promise<void>;
};

const parseLine = (line: string): Record<string, unknown> => {
  const parsed = parseJsonBody(line);
  return parsed.ok ? parsed.value : {};
};

/** Builds an edge around {@link exampleState} with a log in memory. */
export const edgeUnderTest = (
  options: EdgeUnderTestOptions = {},
): EdgeUnderTest => {
  const { state = exampleState() } = options;
  const lines: Record<string, unknown>[] = [];
  const flagState =
    state &&
    readFlagState(structuredClone(state), {
      etag: '"1"',
      confirmedAtMs: Date.parse(NOW) - 1_500,
      origin: 'backend',
    });
  let ids = 0;
  const handle = createEdgeHandler({
    state: { current: () => flagState, lastError: () => null },
    log: {
      append: async added => {
        await options.append?.(added);
        for (const line of added) lines.push(parseLine(line));
      },
      counters: () => ({
        acknowledgedLines: lines.length,
        acknowledgedBytes: 0,
        groups: 0,
        failedGroups: 0,
        rejectedAppends: 0,
        sealedFiles: 0,
        recoveredFiles: 0,
        tornBytes: 0,
        pendingBytes: 0,
      }),
    },
    clock: fixedClock(NOW),
    newId: () => `id${(ids += 1)}`,
    isDraining: () => false,
  });
  const post: EdgeUnderTest['post'] = async (path, body, headers) => {
    const response = await handle({
      method: 'POST',
      path,
      headers: { authorization: `Bearer ${SHOP_SECRET}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const json: unknown =
      response.body === '' ? undefined : JSON.parse(response.body);
    return { ...response, json };
  };
  return { handle, lines, post };
};
