import { materializationId, unitOfRecord } from '@etude/openfeature-provider';
import type {
  MaterializationKey,
  MaterializationStore,
} from '@etude/openfeature-provider';
import { z } from 'zod';
import {
  materializationKeySchema,
  materializationWriteSchema,
} from '../materializations/materialization-names';
import { materializationsInMemory } from './materializations-in-memory';

/** The materializations of a portal, without a portal. */
export type FakePortal = {
  readonly fetch: typeof fetch;
  readonly store: MaterializationStore;
  /** Answers like the portal; null for paths that are no materializations. */
  readonly answer: (path: string, body: string) => Promise<Response | null>;
  /** Paths of the requests that came. */
  readonly requests: string[];
  /** No network. */
  isDown: boolean;
  delayMs: number;
};

const readSchema = z.strictObject({
  keys: z.array(materializationKeySchema).max(1_000),
});
const writeSchema = z.strictObject({
  writes: z
    .array(
      materializationWriteSchema.extend({ replaces: z.string().nullable() }),
    )
    .max(1_000),
});

/** A portal that keeps materializations in memory. */
export const fakePortal = (): FakePortal => {
  const store = materializationsInMemory();
  const unitsOf = async (keys: readonly MaterializationKey[]) => {
    const found = await store.read(keys);
    const units = keys.flatMap(key => {
      const record = found.get(materializationId(key));
      return record ? [unitOfRecord(key, record)] : [];
    });
    return Response.json({ units });
  };
  const portal: FakePortal = {
    store,
    requests: [],
    isDown: false,
    delayMs: 0,
    answer: async (path, body) => {
      const parsed: unknown = body === '' ? {} : JSON.parse(body);
      if (path === '/api/flags/v1/materializations:read') {
        return unitsOf(readSchema.parse(parsed).keys);
      }
      if (path === '/api/flags/v1/materializations:write') {
        const { writes } = writeSchema.parse(parsed);
        await store.write(writes);
        return unitsOf(writes);
      }
      return null;
    },
    fetch: async (input, init) => {
      const { pathname } = new URL(
        input instanceof Request ? input.url : input,
      );
      portal.requests.push(pathname);
      if (portal.isDown) throw new TypeError('fetch failed');
      await new Promise(resolve => setTimeout(resolve, portal.delayMs));
      const body = typeof init?.body === 'string' ? init.body : '';
      const answer = await portal.answer(pathname, body);
      return answer ?? new Response(null, { status: 404 });
    },
  };
  return portal;
};
