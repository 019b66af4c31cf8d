import { driverContract } from '@etude/warehouse';
import { describe, expect, it } from 'vitest';
import { createDuckDbDriver } from './duckdb-driver';

const wait = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

driverContract('DuckDB', () => createDuckDbDriver({ threads: 2 }), {
  describe,
  it,
  expect,
  wait,
});
