import { join } from 'node:path';
import { readEdgeConfig } from '../edge-config';
import type { EdgeConfig } from '../edge-config';
import { NO_BACKEND } from './spawned-edge';

/** A configuration with everything in `dir`, a free port and no portal. */
export const edgeConfigOf = (
  dir: string,
  change: Partial<EdgeConfig> = {},
): EdgeConfig => ({
  ...readEdgeConfig({
    ETUDE_EDGE_PORT: '0',
    ETUDE_EDGE_DIR: dir,
    ETUDE_LAKE_DIR: join(dir, 'lake'),
    ETUDE_BACKEND_URL: NO_BACKEND,
    ETUDE_STATE_POLL_MS: '50',
    ETUDE_SEAL_MS: '60000',
    ETUDE_REPORT_MS: '0',
    ETUDE_MATERIALIZATIONS: 'local',
  }),
  ...change,
});
