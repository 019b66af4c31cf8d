import { openLakeSink } from '@etude/events';
import type { LakeSinkOptions, Sink } from '@etude/events';
import { clickHouseSink } from '@etude/sink-clickhouse';
import { kafkaSink } from '@etude/sink-kafka';
import type { SinksConfig } from './sinks-config';

/**
 * Opens the sinks that are configured. Only the lake can fail here: the others
 * connect when they are first given something.
 *
 * @throws ETUDE_LOG_DIRECTORY_LOCKED while another process works on the lake.
 */
export const openSinks = async (
  config: SinksConfig,
  lake: LakeSinkOptions,
): Promise<Sink[]> => {
  const { hasLake, clickHouse, kafka } = config;
  return [
    ...(hasLake ? [await openLakeSink(lake)] : []),
    ...(clickHouse ? [clickHouseSink(clickHouse)] : []),
    ...(kafka ? [kafkaSink(kafka)] : []),
  ];
};
