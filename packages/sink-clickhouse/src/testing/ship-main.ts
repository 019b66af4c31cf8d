import { shipUntilKilled } from '@etude/events';
import { clickHouseSink } from '../clickhouse-sink';

const [, , url = '', database = '', user = '', password = ''] = process.argv;

shipUntilKilled(() =>
  Promise.resolve(clickHouseSink({ url, database, user, password })),
);
