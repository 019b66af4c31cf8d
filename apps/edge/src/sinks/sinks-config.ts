import type { ClickHouseSinkOptions } from '@etude/sink-clickhouse';
import type { KafkaSinkOptions } from '@etude/sink-kafka';
import { z } from 'zod';

const SINK_NAMES = ['lake', 'clickhouse', 'kafka'] as const;

/** Names of the sinks that there are. */
export type SinkName = (typeof SINK_NAMES)[number];

const listed = (text: string): string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');

/** The variables of the sinks. */
export const sinksVariables = {
  /** Where segments go, by commas. */
  ETUDE_SINKS: z
    .string()
    .default('lake')
    .transform(listed)
    .pipe(z.array(z.enum(SINK_NAMES)).min(1)),
  /** Megabytes that may wait for sinks; 0 leaves the bound to the disk. */
  ETUDE_SINK_BACKLOG_MB: z.coerce.number().int().min(0).default(0),
  ETUDE_CLICKHOUSE_URL: z.url().optional(),
  ETUDE_CLICKHOUSE_DATABASE: z.string().min(1).default('etude'),
  ETUDE_CLICKHOUSE_USER: z.string().default('default'),
  ETUDE_CLICKHOUSE_PASSWORD: z.string().default(''),
  /** `host:port`, by commas. */
  ETUDE_KAFKA_BROKERS: z.string().default('').transform(listed),
  ETUDE_KAFKA_TOPIC_PREFIX: z.string().default('etude.'),
  ETUDE_KAFKA_TLS: z.enum(['on', 'off']).default('off'),
  ETUDE_KAFKA_MECHANISM: z
    .enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])
    .default('SCRAM-SHA-512'),
  ETUDE_KAFKA_USER: z.string().default(''),
  ETUDE_KAFKA_PASSWORD: z.string().default(''),
};

type Variables = z.infer<z.ZodObject<typeof sinksVariables>>;

/** Names the variable that a chosen sink cannot do without. */
export const requireSinkVariables = (
  data: Variables,
  context: z.RefinementCtx,
): void => {
  const missing = (name: keyof Variables, sink: SinkName) =>
    context.addIssue({
      code: 'custom',
      path: [name],
      message: `ETUDE_SINKS has ${sink}, which needs it`,
    });
  const { ETUDE_SINKS: names } = data;
  if (names.includes('clickhouse') && data.ETUDE_CLICKHOUSE_URL === undefined) {
    missing('ETUDE_CLICKHOUSE_URL', 'clickhouse');
  }
  if (names.includes('kafka') && data.ETUDE_KAFKA_BROKERS.length === 0) {
    missing('ETUDE_KAFKA_BROKERS', 'kafka');
  }
};

/** Where the compactor ships segments. */
export type SinksConfig = {
  readonly hasLake: boolean;
  readonly clickHouse: ClickHouseSinkOptions | null;
  readonly kafka: KafkaSinkOptions | null;
  /** Bytes of segments past which the edge takes no more; null for no bound. */
  readonly maxBacklogBytes: number | null;
};

const BYTES_PER_MB = 1_000_000;

const kafkaOf = (data: Variables): KafkaSinkOptions => ({
  brokers: data.ETUDE_KAFKA_BROKERS,
  topicPrefix: data.ETUDE_KAFKA_TOPIC_PREFIX,
  hasTls: data.ETUDE_KAFKA_TLS === 'on',
  ...(data.ETUDE_KAFKA_USER === ''
    ? {}
    : {
        credentials: {
          mechanism: data.ETUDE_KAFKA_MECHANISM,
          username: data.ETUDE_KAFKA_USER,
          password: data.ETUDE_KAFKA_PASSWORD,
        },
      }),
});

/** The variables of the sinks, once they are known to be right. */
export const sinksConfigOf = (data: Variables): SinksConfig => {
  const { ETUDE_SINKS: names, ETUDE_CLICKHOUSE_URL: url } = data;
  return {
    hasLake: names.includes('lake'),
    clickHouse:
      names.includes('clickhouse') && url !== undefined
        ? {
            url,
            database: data.ETUDE_CLICKHOUSE_DATABASE,
            user: data.ETUDE_CLICKHOUSE_USER,
            password: data.ETUDE_CLICKHOUSE_PASSWORD,
          }
        : null,
    kafka: names.includes('kafka') ? kafkaOf(data) : null,
    maxBacklogBytes:
      data.ETUDE_SINK_BACKLOG_MB === 0
        ? null
        : data.ETUDE_SINK_BACKLOG_MB * BYTES_PER_MB,
  };
};
