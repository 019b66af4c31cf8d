import {
  Admin,
  ProduceAcks,
  Producer,
  stringSerializers,
} from '@platformatic/kafka';
import { hasErrorCode } from '@etude/kernel';
import { topicMissing } from './classify-kafka-failure';

/** Where a `kafkaSink` writes. */
export type KafkaSinkOptions = {
  /** `host:port` of some brokers. */
  readonly brokers: readonly string[];
  /** Before the names `assignments` and `events`. */
  readonly topicPrefix: string;
  /** Over TLS, with the certificates that node trusts. */
  readonly hasTls?: boolean;
  readonly credentials?: KafkaCredentials;
  /** Of one request, with all that it needs. */
  readonly timeoutMs?: number;
};

/** SASL. */
export type KafkaCredentials = {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
};

const CONNECT_TIMEOUT_MS = 5_000;

const connection = (options: KafkaSinkOptions, timeoutMs: number) => ({
  clientId: 'etude',
  bootstrapBrokers: [...options.brokers],
  // The sink is tried again as a whole, later and later.
  retries: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  requestTimeout: timeoutMs,
  timeout: timeoutMs,
  ...(options.hasTls ? { tls: {} } : {}),
  ...(options.credentials ? { sasl: options.credentials } : {}),
});

/** A producer of text. */
export type TextProducer = Producer<string, string, string, string>;

/** Opens an idempotent producer; it connects when it first sends. */
export const openProducer = (
  options: KafkaSinkOptions,
  timeoutMs: number,
): TextProducer =>
  new Producer({
    ...connection(options, timeoutMs),
    serializers: stringSerializers,
    // With the acknowledgement of all replicas in sync, and in order.
    idempotent: true,
    acks: ProduceAcks.ALL,
  });

/**
 * Resolves when the brokers have the topics. An idempotent producer of this
 * client waits for ever for one that does not exist.
 *
 * @throws ETUDE_SINK_REFUSED naming the topics when one is missing.
 */
export const requireTopics = async (
  options: KafkaSinkOptions,
  topics: readonly string[],
  timeoutMs: number,
): Promise<void> => {
  const admin = new Admin(connection(options, timeoutMs));
  try {
    await admin.metadata({ topics: [...topics], autocreateTopics: false });
  } catch (error) {
    throw hasErrorCode(error, 'PLT_KFK_USER')
      ? topicMissing(topics, error)
      : error;
  } finally {
    admin.close(() => undefined);
  }
};
