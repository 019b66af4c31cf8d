import { mockCredentials } from '@backstage/backend-test-utils';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { FlagsBackend } from './start-flags-backend';

const EDGE = join(__dirname, '..', '..', '..', '..', 'apps/edge/src/main.ts');

const logLineSchema = z.object({ port: z.number().optional() });

const answerSchema = z.object({
  variant: z.string().optional(),
  reason: z.string().optional(),
});

/** What an edge answered about one flag. */
export type OfrepAnswer = {
  readonly status: number;
  readonly variant?: string;
  readonly reason?: string;
};

/**
 * A real edge, in a process of its own, whose portal is `backend`: plugins do
 * not import applications.
 */
export const startEdge = async ({ server }: FlagsBackend, secret: string) => {
  const edgeDir = await mkdtemp(join(tmpdir(), 'etude-edge-of-flags-'));
  const child = spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      EDGE,
    ],
    {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ETUDE_EDGE_PORT: '0',
        ETUDE_EDGE_GRPC_PORT: 'off',
        ETUDE_EDGE_DIR: edgeDir,
        ETUDE_BACKEND_URL: `http://localhost:${server.port()}`,
        ETUDE_EDGE_TOKEN: mockCredentials.service.token(),
        // A busy machine is no portal that is away.
        ETUDE_MATERIALIZATIONS_WAIT_MS: '5000',
        ETUDE_REPORT_MS: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  const port = await new Promise<number>((resolve, reject) => {
    const lines = createInterface(child.stdout);
    lines.on('line', line => {
      const { port: opened } = logLineSchema.parse(JSON.parse(line));
      if (opened !== undefined) resolve(opened);
    });
    lines.on('close', () => reject(new Error('The edge ended at its start.')));
  });
  return {
    /** What OFREP answers for a unit. */
    evaluate: async (flag: string, unit: string): Promise<OfrepAnswer> => {
      const url = `http://127.0.0.1:${port}/ofrep/v1/evaluate/flags/${flag}`;
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}` },
        body: JSON.stringify({ context: { targetingKey: unit } }),
      });
      const { variant, reason } = answerSchema.parse(await response.json());
      return { status: response.status, variant, reason };
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(edgeDir, { recursive: true, force: true });
    },
  };
};
