import { columnKind } from '@etude/plugin-metrics-common';

describe('columnKind', () => {
  // The words with which each engine describes the columns of a table.
  it.each([
    ['number', 'DOUBLE', 'bigint', 'numeric(10,2)', 'Nullable(Int64)', 'int4'],
    ['number', 'DECIMAL(18,3)', 'double precision', 'Float64', 'real', 'UInt8'],
    ['number', 'INT64', 'FLOAT64', 'BIGNUMERIC', 'NUMBER(38,0)', 'FLOAT'],
    ['boolean', 'BOOLEAN', 'bool', 'Nullable(Bool)'],
    ['time', 'timestamp(6)', 'timestamp with time zone', 'DateTime64(6)'],
    ['time', 'DATE', 'Nullable(DateTime)', 'TIMESTAMP'],
    ['text', 'character varying', 'varchar(20)', 'STRING', 'FixedString(8)'],
    ['text', 'LowCardinality(Nullable(String))', 'Enum8', 'uuid'],
    ['other', 'INTERVAL', 'interval day to second', 'json', 'Array(Int64)'],
    ['other', 'ARRAY<INT64>', 'STRUCT<a INT64>', 'VARIANT', 'BYTES'],
  ])('knows what is %s', (kind, ...types) => {
    expect(types.map(columnKind)).toEqual(types.map(() => kind));
  });
});
