export type { KafkaCredentials, KafkaSinkOptions } from './kafka-connection';
export { KAFKA_HEADERS, kafkaSink } from './kafka-sink';
