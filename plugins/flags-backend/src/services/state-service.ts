import { createHash } from 'node:crypto';
import { buildResolverState } from '@etude/flags';
import type { ResolverState } from '@etude/flags';
import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import type { StoredClient } from '../stores/client-store';
import type { Stores } from '../stores/stores';
import { isValidAt } from './client-service';
import type { SignState } from './state-signature';

/** The resolver state as sent to edges. */
export type ServedState = {
  readonly version: number;
  readonly body: Buffer;
  /** Strong: the same tag always means the same bytes. */
  readonly etag: string;
  /** Of the body, as `x-etude-signature` carries it; null without a key. */
  readonly signature: string | null;
  /** When a credential in it expires, epoch ms; Infinity for never. */
  readonly validUntilMs: number;
};

export type StateServiceOptions = {
  readonly stores: Stores;
  /** Part of the population salt: units move if it ever changes. */
  readonly account: string;
  readonly clock: Clock;
  readonly sign?: SignState | undefined;
};

/** Another replica's write is seen at most this much later. */
const RECHECK_MS = 1000;
const MAX_ATTEMPTS = 10;

const serve = (
  state: ResolverState,
  validUntilMs: number,
  sign: SignState | undefined,
): ServedState => {
  const body = Buffer.from(JSON.stringify(state));
  const hash = createHash('sha256').update(body).digest('base64url');
  return {
    version: Number(state.version),
    body,
    etag: `"${hash}"`,
    signature: sign?.(body) ?? null,
    validUntilMs,
  };
};

const nextExpiryMs = (clients: readonly StoredClient[], now: Date): number =>
  Math.min(
    Infinity,
    ...clients
      .flatMap(({ credentials }) => credentials)
      .filter(credential => isValidAt(credential, now))
      .flatMap(({ expiresAt }) =>
        expiresAt === null ? [] : [Date.parse(expiresAt)],
      ),
  );

// No portable isolation level spans several reads; the version before and
// after them does, because every write raises it.
const build = async (
  options: StateServiceOptions,
  attempt = 1,
): Promise<ServedState> => {
  const { stores, account, clock } = options;
  const now = clock.now();
  const version = await stores.stateVersion.read();
  const clients = await stores.clients.list();
  const flags = await stores.flags.list();
  const segments = await stores.segments.list();
  if ((await stores.stateVersion.read()) === version) {
    return serve(
      buildResolverState({
        account,
        version: String(version),
        clients: clients.map(client => ({
          ...client,
          credentials: client.credentials.filter(credential =>
            isValidAt(credential, now),
          ),
        })),
        flags,
        segments,
      }),
      nextExpiryMs(clients, now),
      options.sign,
    );
  }
  if (attempt === MAX_ATTEMPTS) {
    throw new EtudeError(
      `The state changed during each of ${MAX_ATTEMPTS} attempts to read it whole. Try again.`,
      { code: 'ETUDE_FLAGS_STATE_BUSY', kind: 'operational' },
    );
  }
  return build(options, attempt + 1);
};

/** The resolver state, kept in memory until something changes it. */
export type StateService = ReturnType<typeof createStateService>;

/** Serves the state of the flags in `stores`. */
export const createStateService = (options: StateServiceOptions) => {
  const { stores, clock } = options;
  let cached: ServedState | undefined;
  let building: Promise<ServedState> | undefined;
  let checkedAtMs = 0;

  const rebuild = async (nowMs: number): Promise<ServedState> => {
    const started = build(options);
    building = started;
    try {
      const built = await started;
      // Not kept when a write was committed meanwhile.
      if (building === started) {
        cached = built;
        checkedAtMs = nowMs;
      }
      return built;
    } finally {
      if (building === started) building = undefined;
    }
  };

  return {
    /**
     * The state as of now, built only if it changed since the last call;
     * writes of other replicas are looked for when `maxAgeMs` is over.
     */
    async current(maxAgeMs = RECHECK_MS): Promise<ServedState> {
      const nowMs = clock.now().getTime();
      if (cached && nowMs >= cached.validUntilMs) cached = undefined;
      if (cached && nowMs - checkedAtMs < maxAgeMs) return cached;
      if (cached && cached.version === (await stores.stateVersion.read())) {
        checkedAtMs = nowMs;
        return cached;
      }
      return building ?? rebuild(nowMs);
    },

    /** To be called after each committed write of this process. */
    invalidate(): void {
      cached = undefined;
      building = undefined;
    },
  };
};
