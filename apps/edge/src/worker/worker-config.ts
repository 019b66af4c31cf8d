import { EtudeError } from '@etude/kernel';
import { z } from 'zod';
import { readEdgeConfig } from '../edge-config';
import type { EdgeConfig } from '../edge-config';

/** Bindings of a Worker, as the runtime hands them over. */
export type WorkerBindings = Readonly<Record<string, unknown>>;

const bindingsSchema = z.object({
  /** A flag state that is deployed with the Worker, as text or JSON. */
  ETUDE_STATE: z.union([z.string(), z.looseObject({})]).optional(),
  /** Where the state is, when not at the portal. */
  ETUDE_STATE_URL: z.url().optional(),
  /** The edge that writes assignments down. */
  ETUDE_COLLECT_URL: z.url(),
  /** Secrets of kind server, by commas: one per client and environment. */
  ETUDE_COLLECT_SECRETS: z.string().min(1),
});

/** How a Worker is set up. */
export type WorkerConfig = Pick<
  EdgeConfig,
  'dedupeSeconds' | 'rateLimit' | 'statePollMs' | 'stateStaleMs'
> & {
  /** A parsed document to start with; null when there is none. */
  readonly initialState: unknown;
  /** Address of the portal, which has sticky assignments; null without one. */
  readonly portalUrl: string | null;
  /** Where the state is asked for; null when the initial one is all. */
  readonly stateUrl: string | null;
  readonly stateToken: string;
  /** Ed25519 key in PEM; empty when states need no signature. */
  readonly statePublicKey: string;
  readonly collectUrl: string;
  readonly collectSecrets: readonly string[];
};

const invalid = (message: string): EtudeError =>
  new EtudeError(
    `The bindings of the Worker are not a valid configuration. ${message}. Correct the bindings and deploy again.`,
    { code: 'ETUDE_CONFIG_INVALID', kind: 'user' },
  );

const isText = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === 'string';

const documentOf = (state: unknown): unknown => {
  if (typeof state !== 'string') return state ?? null;
  try {
    return JSON.parse(state);
  } catch (cause) {
    throw new EtudeError(
      'ETUDE_STATE is not JSON. Bind what GET /api/flags/v1/state of the portal answers.',
      { code: 'ETUDE_CONFIG_INVALID', kind: 'user', cause },
    );
  }
};

/**
 * The configuration in the bindings of a Worker. The variables that the edge
 * knows too mean what they mean there.
 *
 * @throws ETUDE_CONFIG_INVALID naming what is wrong.
 */
export const readWorkerConfig = (bindings: WorkerBindings): WorkerConfig => {
  // An unset environment variable is bound as null.
  const set = Object.entries(bindings).filter(([, value]) => value !== null);
  const given = Object.fromEntries(set);
  const edge = readEdgeConfig(Object.fromEntries(set.filter(isText)));
  const parsed = bindingsSchema.safeParse(given);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { data } = parsed;
  const initialState = documentOf(data.ETUDE_STATE);
  const portalUrl =
    given['ETUDE_BACKEND_URL'] === undefined ? null : edge.backendUrl;
  const stateUrl =
    data.ETUDE_STATE_URL ?? (portalUrl && `${portalUrl}/api/flags/v1/state`);
  if (initialState === null && stateUrl === null) {
    throw invalid(
      'There is no flag state: bind ETUDE_BACKEND_URL, ETUDE_STATE_URL or ETUDE_STATE',
    );
  }
  const { dedupeSeconds, rateLimit, statePollMs, stateStaleMs } = edge;
  return {
    ...{ dedupeSeconds, rateLimit, statePollMs, stateStaleMs },
    initialState,
    portalUrl,
    stateUrl,
    stateToken: edge.token,
    statePublicKey: edge.statePublicKey,
    collectUrl: data.ETUDE_COLLECT_URL.replace(/\/+$/, ''),
    collectSecrets: data.ETUDE_COLLECT_SECRETS.split(',')
      .map(secret => secret.trim())
      .filter(secret => secret !== ''),
  };
};
