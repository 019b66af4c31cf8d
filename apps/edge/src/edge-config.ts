import { EtudeError } from '@etude/kernel';
import { z } from 'zod';

const integer = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const configSchema = z.object({
  /** 0 picks a free port. */
  ETUDE_EDGE_PORT: integer(7070, 0, 65_535),
  /** Own directory of this edge: its log and its last known state. */
  ETUDE_EDGE_DIR: z.string().min(1).default('.etude/edge'),
  ETUDE_BACKEND_URL: z.url().default('http://localhost:7007'),
  ETUDE_EDGE_TOKEN: z.string().default(''),
  ETUDE_LAKE_DIR: z.string().min(1).default('.etude/lake'),
  ETUDE_STATE_POLL_MS: integer(1_000, 50, 3_600_000),
  /** A log file is sealed this long after its first line. */
  ETUDE_SEAL_MS: integer(5_000, 50, 3_600_000),
  /** Pause of the compactor between two passes. */
  ETUDE_COMPACT_MS: integer(1_000, 50, 3_600_000),
});

/** How the edge and the compactor are set up. */
export type EdgeConfig = {
  readonly port: number;
  readonly edgeDir: string;
  readonly backendUrl: string;
  readonly token: string;
  readonly lakeDir: string;
  readonly statePollMs: number;
  readonly sealMs: number;
  readonly compactMs: number;
};

/**
 * The configuration in environment variables.
 *
 * @throws ETUDE_CONFIG_INVALID naming every variable that is wrong.
 */
export const readEdgeConfig = (
  env: Readonly<Record<string, string | undefined>>,
): EdgeConfig => {
  const parsed = configSchema.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      code: 'ETUDE_CONFIG_INVALID',
      path: path.join('.'),
      message: `${path.join('.')}: ${message}`,
    }));
    throw new EtudeError(
      `The environment is not a valid configuration. ${problems.map(({ message }) => message).join('. ')}. Correct the variables and start again.`,
      { code: 'ETUDE_CONFIG_INVALID', kind: 'user', problems },
    );
  }
  const { data } = parsed;
  return {
    port: data.ETUDE_EDGE_PORT,
    edgeDir: data.ETUDE_EDGE_DIR,
    backendUrl: data.ETUDE_BACKEND_URL.replace(/\/+$/, ''),
    token: data.ETUDE_EDGE_TOKEN,
    lakeDir: data.ETUDE_LAKE_DIR,
    statePollMs: data.ETUDE_STATE_POLL_MS,
    sealMs: data.ETUDE_SEAL_MS,
    compactMs: data.ETUDE_COMPACT_MS,
  };
};
