import { hash } from 'node:crypto';
import type { MaterializationStore } from '@etude/openfeature-provider';
import type { ResolverState } from '@etude/flags';
import { createAssignmentLog } from '../../assignment-log';
import { noEventChecks } from '../../event-checks/event-checks';
import type { EventChecks } from '../../event-checks/event-checks';
import { readFlagState } from '../../flag-state';
import { jsonResponse } from '../../http-message';
import type { EdgeResponse } from '../../http-message';
import { parseJsonBody } from '../../parse-json-body';
import { unlimitedRate } from '../../rate-limit';
import { recentAssignments } from '../../recent-assignments';
import { silentObserver } from '../../resolve-observer';
import { materializationsInMemory } from '../../testing/materializations-in-memory';
import { requestOf, textOf } from '../../testing/edge-under-test';
import { exampleState } from '../../testing/example-state';
import { confidenceRoutes } from '../confidence-routes';
import { tokenCipher } from '../resolve-token/token-cipher';
import type { TokenKeys } from '../resolve-token/token-keys';
import type { WireDeps } from '../wire-session';

/** What can be varied about a wire under test. */
export type WireUnderTestOptions = {
  readonly state?: ResolverState | null;
  readonly append?: (lines: readonly string[]) => Promise<void>;
  readonly keys?: TokenKeys;
  readonly now?: () => Date;
  readonly materializations?: MaterializationStore;
  readonly stateKey?: Uint8Array;
  /** Without it every event passes. */
  readonly eventChecks?: EventChecks;
  /** False logs every assignment again, as with deduplication off. */
  readonly remembers?: boolean;
};

/** An answer of the wire with its body read. */
export type WireAnswer = EdgeResponse & {
  readonly text: string;
  readonly json: unknown;
};

/** The Confidence wire without sockets, and what it put into its log. */
export type WireUnderTest = {
  readonly deps: WireDeps;
  readonly lines: Record<string, unknown>[];
  readonly ask: (
    method: string,
    path: string,
    parts?: { headers?: Record<string, string>; body?: string | Uint8Array },
  ) => Promise<WireAnswer>;
  readonly post: (
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<WireAnswer>;
};

/** The key with which wires under test seal, unless they are given others. */
export const TEST_KEY: Uint8Array = new Uint8Array(32).fill(7);

/** The instant at which wires under test live, unless told otherwise. */
export const WIRE_NOW = '2026-03-01T12:00:00.000Z';

const sourceOf = (state: ResolverState | null): WireDeps['state'] => {
  const flagState =
    state &&
    readFlagState(structuredClone(state), {
      etag: '"1"',
      confirmedAtMs: Date.parse(WIRE_NOW),
      origin: 'backend',
    });
  return {
    current: () => flagState,
    lastError: () => null,
    isStale: () => false,
    isPushed: () => false,
  };
};

const depsOf = (
  options: WireUnderTestOptions,
  lines: Record<string, unknown>[],
): WireDeps => {
  const {
    state = exampleState(),
    keys = [TEST_KEY],
    remembers = true,
  } = options;
  const clock = { now: options.now ?? (() => new Date(WIRE_NOW)) };
  let ids = 0;
  const newId = () => hash('md5', `${String(clock.now())} ${(ids += 1)}`);
  const append = async (added: readonly string[]) => {
    await options.append?.(added);
    for (const line of added) {
      const parsed = parseJsonBody(line);
      lines.push(parsed.ok ? { ...parsed.value } : {});
    }
  };
  const recent = remembers
    ? recentAssignments({ windowMs: 3_600_000, maxEntries: 1_000 })
    : null;
  return {
    state: sourceOf(state),
    append,
    assignments: createAssignmentLog({ append, clock, newId, recent }),
    observe: silentObserver,
    rateLimit: unlimitedRate,
    bulkTail: () => '',
    applyToken: null,
    clock,
    newId,
    sha256: text => hash('sha256', text),
    tokens: tokenCipher(keys),
    materializations: options.materializations ?? materializationsInMemory(),
    eventChecks: options.eventChecks ?? noEventChecks,
    stateKey: options.stateKey ?? null,
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Protobuf answers are no JSON; tests of them read the bytes.
    return undefined;
  }
};

/** Builds the wire around the example state with a log in memory. */
export const wireUnderTest = (
  options: WireUnderTestOptions = {},
): WireUnderTest => {
  const lines: Record<string, unknown>[] = [];
  const deps = depsOf(options, lines);
  const route = confidenceRoutes(deps);
  const ask: WireUnderTest['ask'] = async (method, path, parts) => {
    const response = await (route(requestOf(method, path, parts)) ??
      jsonResponse(404, { code: 5, message: 'no such route' }));
    const text = textOf(response);
    return { ...response, text, json: jsonOf(text) };
  };
  return {
    deps,
    lines,
    ask,
    post: (path, body, headers) =>
      ask('POST', path, {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(headers && { headers }),
      }),
  };
};
