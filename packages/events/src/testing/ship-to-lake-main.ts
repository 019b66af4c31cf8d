import { openLakeSink } from '../sinks/lake-sink';
import { shipUntilKilled } from '../sinks/ship-until-killed';
import { openDuckDb } from './duckdb-engine';

const [, , lakeDir = ''] = process.argv;

shipUntilKilled(async logDir => {
  const { query } = await openDuckDb();
  return openLakeSink({
    logDir,
    lakeDir,
    query,
    retentionDays: null,
    onTidy: () => undefined,
    onRows: () => undefined,
  });
});
