/**
 * A table of the lake: Parquet files under
 * `<lakeDir>/<name>/date=YYYY-MM-DD/`. Column types are DuckDB type names; the
 * DATE column `date`, which the folder names carry, is always there besides.
 */
export type LakeTable = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partition?: 'date';
};
