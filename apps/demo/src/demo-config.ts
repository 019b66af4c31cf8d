import { z } from 'zod';

const environmentSchema = z.object({
  ETUDE_BACKEND_URL: z.url(),
  ETUDE_EDGE_URL: z.url(),
  ETUDE_OPERATOR_TOKEN: z.string().min(1),
  ETUDE_LAKE_DIR: z.string().min(1),
  ETUDE_DEMO_FILE: z.string().min(1),
  ETUDE_TRAFFIC_PER_SECOND: z.coerce.number().min(0.1).max(500).default(10),
});

/** Where the demo finds the system it lives in. */
export type DemoConfig = {
  readonly backendUrl: string;
  readonly edgeUrl: string;
  readonly operatorToken: string;
  readonly lakeDir: string;
  readonly demoFile: string;
  readonly readersPerSecond: number;
};

/** The demo's configuration from the environment `./etude start` gives it. */
export const readDemoConfig = (
  environment: Readonly<Record<string, string | undefined>>,
): DemoConfig => {
  const parsed = environmentSchema.parse(environment);
  return {
    backendUrl: parsed.ETUDE_BACKEND_URL,
    edgeUrl: parsed.ETUDE_EDGE_URL,
    operatorToken: parsed.ETUDE_OPERATOR_TOKEN,
    lakeDir: parsed.ETUDE_LAKE_DIR,
    demoFile: parsed.ETUDE_DEMO_FILE,
    readersPerSecond: parsed.ETUDE_TRAFFIC_PER_SECOND,
  };
};
