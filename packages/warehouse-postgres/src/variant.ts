import type { ScanEstimate } from '@etude/warehouse';
import { jsonPlanEstimate, textPlanEstimate } from './plan-estimate';

/** Engines that speak PostgreSQL's protocol and its codes of failures. */
export type PostgresDialect = 'postgres' | 'redshift';

/** What the two engines do differently underneath the same driver. */
export type PostgresVariant = {
  /** How people call it, in messages. */
  readonly name: string;
  /** What printed SQL and the reading of cells assume, for one transaction. */
  readonly settings: readonly string[];
  /** What stands before a SELECT to see its plan. */
  readonly explain: string;
  readonly estimate: (lines: readonly string[]) => ScanEstimate;
  /** Ends a transaction and undoes what a SELECT may have left behind. */
  readonly rollback: string;
};

const UTC = ["SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO, YMD'"];

/** Each engine's ways. Those of Redshift follow its manual: never run on it. */
export const VARIANTS: Readonly<Record<PostgresDialect, PostgresVariant>> = {
  postgres: {
    name: 'PostgreSQL',
    settings: UTC,
    explain: 'EXPLAIN (FORMAT JSON) ',
    estimate: lines => jsonPlanEstimate(lines.join('\n')),
    // Advisory locks of a session outlive its transaction.
    rollback: 'ROLLBACK; SELECT pg_catalog.pg_advisory_unlock_all()',
  },
  redshift: {
    name: 'Redshift',
    // Quoted names are folded to lower case otherwise.
    settings: [...UTC, 'SET LOCAL enable_case_sensitive_identifier = true'],
    explain: 'EXPLAIN ',
    estimate: textPlanEstimate,
    rollback: 'ROLLBACK',
  },
};
