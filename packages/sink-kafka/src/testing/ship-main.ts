import { shipUntilKilled } from '@etude/events';
import { kafkaSink } from '../kafka-sink';

const [, , broker = '', topicPrefix = ''] = process.argv;

shipUntilKilled(() =>
  Promise.resolve(kafkaSink({ brokers: [broker], topicPrefix })),
);
