import { describe, expect, it } from 'vitest';
import { readEdgeConfig } from '../edge-config';

describe('the variables of the sinks', () => {
  it('ship to the lake alone by default, without a bound', () => {
    expect(readEdgeConfig({}).sinks).toEqual({
      hasLake: true,
      clickHouse: null,
      kafka: null,
      maxBacklogBytes: null,
    });
  });

  it('choose sinks and give them their secrets', () => {
    const { sinks } = readEdgeConfig({
      ETUDE_SINKS: 'clickhouse, kafka',
      ETUDE_SINK_BACKLOG_MB: '20',
      ETUDE_CLICKHOUSE_URL: 'https://clickhouse.example:8443',
      ETUDE_CLICKHOUSE_PASSWORD: 'hidden',
      ETUDE_KAFKA_BROKERS: 'one:9092, two:9092',
      ETUDE_KAFKA_USER: 'etude',
      ETUDE_KAFKA_PASSWORD: 'secret',
    });
    expect(sinks).toMatchObject({
      hasLake: false,
      clickHouse: {
        url: 'https://clickhouse.example:8443',
        database: 'etude',
        user: 'default',
        password: 'hidden',
      },
      kafka: {
        brokers: ['one:9092', 'two:9092'],
        topicPrefix: 'etude.',
        hasTls: false,
        credentials: {
          mechanism: 'SCRAM-SHA-512',
          username: 'etude',
          password: 'secret',
        },
      },
      maxBacklogBytes: 20_000_000,
    });
  });

  it('are refused where a sink does not exist or lacks its address', () => {
    expect(() => readEdgeConfig({ ETUDE_SINKS: 'pigeon' })).toThrow(
      /ETUDE_SINKS/,
    );
    expect(() => readEdgeConfig({ ETUDE_SINKS: ',' })).toThrow(/ETUDE_SINKS/);
    expect(() =>
      readEdgeConfig({ ETUDE_SINKS: 'lake,clickhouse,kafka' }),
    ).toThrow(/ETUDE_CLICKHOUSE_URL.*ETUDE_KAFKA_BROKERS/s);
  });
});
