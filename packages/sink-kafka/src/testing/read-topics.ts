import {
  Consumer,
  ListOffsetTimestamps,
  MessagesStreamModes,
  stringDeserializers,
} from '@platformatic/kafka';
import { randomUUID } from 'node:crypto';
import { KAFKA_HEADERS } from '../kafka-sink';

/** A message as a consumer that follows the documentation keeps it. */
export type ReadMessage = {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly id: string;
  readonly value: string;
};

type Topics = { readonly broker: string; readonly topics: readonly string[] };

/** Everything in the topics, in order, as often as it is there. */
export const readAllMessages = async ({
  broker,
  topics,
}: Topics): Promise<ReadMessage[]> => {
  const consumer = new Consumer({
    clientId: 'etude-reader',
    groupId: randomUUID(),
    bootstrapBrokers: [broker],
    deserializers: stringDeserializers,
    autocommit: false,
    maxWaitTime: 100,
  });
  try {
    const ends = await consumer.listOffsets({
      topics: [...topics],
      timestamp: ListOffsetTimestamps.LATEST,
    });
    let left = [...ends.values()]
      .flat()
      .reduce((sum, offset) => sum + Number(offset), 0);
    const messages: ReadMessage[] = [];
    if (left === 0) return messages;
    const stream = await consumer.consume({
      topics: [...topics],
      mode: MessagesStreamModes.EARLIEST,
    });
    for await (const { topic, partition, key, value, headers } of stream) {
      messages.push({
        topic,
        partition,
        key,
        id: headers.get(KAFKA_HEADERS.id) ?? '',
        value,
      });
      left -= 1;
      if (left === 0) break;
    }
    return messages;
  } finally {
    consumer.close(true, () => undefined);
  }
};

/** The same, each message the first time it comes. */
export const readOnce = async (topics: Topics): Promise<ReadMessage[]> => {
  const seen = new Set<string>();
  return (await readAllMessages(topics)).filter(({ topic, id }) => {
    const isNew = !seen.has(`${topic} ${id}`);
    seen.add(`${topic} ${id}`);
    return isNew;
  });
};
