import type {
  FlagResolution,
  MaterializationLookup,
  MaterializationRecord,
  ResolveRequest,
  ResolveResult,
  Resolver,
} from '@etude/resolver';
import { materializationId, variantIn } from './materialization-store';
import type {
  MaterializationKey,
  MaterializationRecords,
  MaterializationStore,
  StickyWrite,
} from './materialization-store';

/** A request that is resolved with what a store answers. */
export type StickyRequest = Omit<ResolveRequest, 'materializations'>;

/** What resolves sticky flags. */
export type StickyDeps = {
  readonly resolver: Resolver;
  readonly store: MaterializationStore;
  /** False for resolutions that nobody is given: nothing is kept of them. */
  readonly isGiven?: (resolution: FlagResolution) => boolean;
};

/** Why a flag has no value while its store cannot be asked. */
const STORE_SILENT =
  'The store of sticky assignments does not answer now, so it cannot be told which variant this unit has. Ask again later.';

/** Other writers may be first; more often than this is no race any more. */
const MAX_ROUNDS = 3;

/** What is known of the store during one request. */
class StoreView {
  /** By {@link materializationId}; null for a unit that is in none. */
  readonly #known = new Map<string, MaterializationRecord | null>();
  readonly #silent = new Set<string>();
  #isSilent = false;
  #asked = new Map<string, MaterializationKey>();
  /** Notes what it cannot answer yet. */
  readonly lookup: MaterializationLookup = (unit, materialization) => {
    const key = { unit, materialization };
    const id = materializationId(key);
    const record = this.#known.get(id);
    if (record !== undefined) return record;
    if (this.#silent.has(id)) this.#isSilent = true;
    else this.#asked.set(id, key);
    return null;
  };

  /** What `resolve` gives, and whether it looked up what cannot be told. */
  during<T>(resolve: () => T): {
    readonly given: T;
    readonly isSilent: boolean;
  } {
    this.#isSilent = false;
    const given = resolve();
    return { given, isSilent: this.#isSilent };
  }

  /** Reads what was asked for; false when that was nothing. */
  async readFrom(store: MaterializationStore): Promise<boolean> {
    const asked = this.#asked;
    if (asked.size === 0) return false;
    this.#asked = new Map();
    const found = await store.read([...asked.values()]);
    for (const id of asked.keys()) {
      const record = found.get(id);
      if (record === undefined) this.#silent.add(id);
      else this.#known.set(id, record);
    }
    return true;
  }

  /** What is to be kept of some resolutions and is not kept yet. */
  writesOf(resolutions: readonly FlagResolution[]): StickyWrite[] {
    return resolutions
      .flatMap(({ writes }) => writes)
      .map(write => ({
        ...write,
        replaces: variantIn(
          this.#known.get(materializationId(write)),
          write.rule,
        ),
      }))
      .filter(({ replaces, variant }) => replaces !== variant);
  }

  /** Learns what holds after some writes; true when another one was first. */
  learn(writes: readonly StickyWrite[], held: MaterializationRecords): boolean {
    const lost = writes.filter(write => {
      const id = materializationId(write);
      const variant = variantIn(held.get(id), write.rule);
      // What a rule only writes does not change what it gives.
      return (
        variant !== null && variant !== write.variant && this.#known.has(id)
      );
    });
    for (const write of lost) {
      const id = materializationId(write);
      this.#known.set(id, held.get(id) ?? null);
    }
    return lost.length > 0;
  }
}

const withReason = (resolution: FlagResolution): FlagResolution =>
  resolution.reason === 'MATERIALIZATION_NOT_SUPPORTED'
    ? { ...resolution, error: STORE_SILENT }
    : resolution;

/** One flag, as without a store where it needs what the store cannot tell. */
const resolveApart = (
  resolution: FlagResolution,
  { resolver }: StickyDeps,
  { credential, context, view }: StickyRequest & { readonly view: StoreView },
): FlagResolution => {
  const request = { credential, context };
  const { flag } = resolution;
  const { given, isSilent } = view.during(() =>
    resolver.resolveFlag(flag, { ...request, materializations: view.lookup }),
  );
  if (!isSilent) return given ?? resolution;
  return withReason(resolver.resolveFlag(flag, request) ?? resolution);
};

const resolveOnce = async (
  deps: StickyDeps,
  request: StickyRequest,
  view: StoreView,
): Promise<ResolveResult> => {
  for (;;) {
    const { given: result, isSilent } = view.during(() =>
      deps.resolver.resolve({ ...request, materializations: view.lookup }),
    );
    if (await view.readFrom(deps.store)) continue;
    if (!isSilent || !result.ok) return result;
    const value = result.value.map(resolution =>
      resolveApart(resolution, deps, { ...request, view }),
    );
    return { ok: true, value };
  }
};

/**
 * Resolves with the sticky assignments in a store that answers later: the
 * resolver says what it looked up, that is read, and it resolves again, until
 * it asks for nothing new. What it assigned is kept before the answer; where
 * another writer was first, the unit gets what that one gave. A flag that
 * needs what the store cannot tell now has reason
 * MATERIALIZATION_NOT_SUPPORTED; the others are not affected.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE when the store is broken.
 */
export const resolveSticky = async (
  deps: StickyDeps,
  request: StickyRequest,
): Promise<ResolveResult> => {
  const { store, isGiven = () => true } = deps;
  const view = new StoreView();
  for (let round = 1; ; round += 1) {
    const result = await resolveOnce(deps, request, view);
    if (!result.ok) return result;
    const writes = view.writesOf(result.value.filter(isGiven));
    if (writes.length === 0) return result;
    const held = await store.write(writes);
    if (!view.learn(writes, held) || round === MAX_ROUNDS) return result;
  }
};
