import { LAKE_TABLES, shipRecords } from '@etude/events';
import type {
  LakeTable,
  RecordBatch,
  RefusedRecord,
  SegmentRecord,
  Sink,
} from '@etude/events';
import { classifyKafkaFailure, isTooLarge } from './classify-kafka-failure';
import { openProducer, requireTopics } from './kafka-connection';
import type { KafkaSinkOptions, TextProducer } from './kafka-connection';
import { within } from './within';

/** Names of the headers of each message. */
export const KAFKA_HEADERS = {
  /** Consumers drop messages whose id they have had. */
  id: 'etude-id',
  /** The file of the log that the message came with. */
  segment: 'etude-segment',
} as const;

const DEFAULT_TIMEOUT_MS = 30_000;
const CLOSE_LIMIT_MS = 2_000;
// One request to a partition is one batch, which brokers bound to 1 MB unless
// they are told otherwise.
const MAX_BYTES = 512 * 1024;
const MAX_RECORDS = 2_000;

/** The value of a message: the columns of the table and the row's id. */
const valueOf = ({ row, rowId }: SegmentRecord): string =>
  JSON.stringify({ ...row, row_id: rowId });

const messageOf = (
  topic: string,
  segmentId: string,
  record: SegmentRecord,
) => ({
  topic,
  // The messages of a unit are in one partition, and so in order.
  key: String(record.row['unit'] ?? record.rowId),
  value: valueOf(record),
  headers: {
    [KAFKA_HEADERS.id]: record.rowId,
    [KAFKA_HEADERS.segment]: segmentId,
  },
});

type Target = {
  readonly produce: (messages: ReturnType<typeof messageOf>[]) => Promise<void>;
  readonly topic: string;
  readonly segmentId: string;
};

/**
 * Sends records; what is too large for the broker is halved until the record
 * is alone that it will never take.
 */
const sendOrHalve = async (
  target: Target,
  records: readonly SegmentRecord[],
): Promise<readonly RefusedRecord[]> => {
  const { produce, topic, segmentId } = target;
  try {
    await produce(records.map(record => messageOf(topic, segmentId, record)));
    return [];
  } catch (error) {
    const [first] = records;
    if (!isTooLarge(error) || first === undefined) {
      throw classifyKafkaFailure(error);
    }
    if (records.length === 1) {
      const reason = `${valueOf(first).length} characters are more than the broker takes (max.message.bytes)`;
      return [{ record: first, reason }];
    }
    const middle = records.length >> 1;
    return [
      ...(await sendOrHalve(target, records.slice(0, middle))),
      ...(await sendOrHalve(target, records.slice(middle))),
    ];
  }
};

/**
 * Writes segments to the topics `<prefix>assignments` and `<prefix>events`,
 * the messages of a unit in order. A message may come twice, at once or after
 * the ones behind it, always with the same `etude-id`.
 */
export const kafkaSink = (options: KafkaSinkOptions): Sink => {
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const topicOf = ({ name }: LakeTable) => `${options.topicPrefix}${name}`;
  const topics = LAKE_TABLES.map(topicOf);
  let producer: TextProducer | null = null;
  const close = async () => {
    const open = producer;
    producer = null;
    if (open === null) return;
    // One that does not close holds sockets that the process ends with.
    await within(CLOSE_LIMIT_MS, open.close()).catch(() => undefined);
  };
  const produce: Target['produce'] = async messages => {
    try {
      if (producer === null) {
        await within(timeoutMs, requireTopics(options, topics, timeoutMs));
        producer = openProducer(options, timeoutMs);
      }
      await within(timeoutMs, producer.send({ messages }));
    } catch (error) {
      // After a failure the broker may be ahead of the numbers of this
      // producer; a new one starts anew.
      await close();
      throw error;
    }
  };
  const send = (segmentId: string, { table, records }: RecordBatch) =>
    sendOrHalve({ produce, topic: topicOf(table), segmentId }, records);
  return {
    name: 'kafka',
    isOrdered: true,
    ship: segment =>
      shipRecords(segment, {
        sink: 'kafka',
        maxRecords: MAX_RECORDS,
        maxBytes: MAX_BYTES,
        send: batch => send(segment.id, batch),
      }),
    close,
  };
};
