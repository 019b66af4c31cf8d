import { describe, expect, it } from 'vitest';
import { textPlanEstimate } from './plan-estimate';

describe('the estimate of a plan in text', () => {
  it('adds up the scans of tables', () => {
    // In the form of the Redshift Database Developer Guide, "EXPLAIN".
    const plan = [
      'XN Hash Join DS_BCAST_INNER  (cost=87.98..493711.66 rows=3456 width=54)',
      '  Hash Cond: ("outer".venueid = "inner".venueid)',
      '  ->  XN Seq Scan on event e  (cost=0.00..87.98 rows=8798 width=25)',
      '  ->  XN Hash  (cost=2.02..2.02 rows=202 width=41)',
      '        ->  XN Seq Scan on venue v  (cost=0.00..2.02 rows=202 width=41)',
    ];
    expect(textPlanEstimate(plan)).toEqual({
      rows: 9000,
      bytes: 8798 * 25 + 202 * 41,
    });
  });

  it('is nothing for a plan without tables', () => {
    expect(
      textPlanEstimate(['XN Result  (cost=0.00..0.01 rows=1 width=0)']),
    ).toEqual({ rows: 0, bytes: 0 });
  });
});
