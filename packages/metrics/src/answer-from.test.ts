import { column, compare, literal, printSql } from '@etude/sql';
import { describe, expect, it } from 'vitest';
import { answerFrom } from './answer-from';

const part = (kind: string, mean: string, isKnown = true) => ({
  parts: { kind: literal(kind), mean: column(mean) },
  where: isKnown ? compare(column(mean), '>', literal(0)) : null,
});
const lines = (...parts: ReturnType<typeof part>[]) =>
  printSql(answerFrom('moments', parts), 'duckdb')
    .split('\n')
    .map(line => line.trim());

describe('answerFrom', () => {
  it('reads a source once, whatever rows it gives', () => {
    const sql = lines(part('x', 'a'), part('y', 'b'), part('x', 'a', false));
    expect(sql.filter(line => line.startsWith('FROM'))).toEqual([
      'FROM "moments"',
    ]);
    expect(sql).toContain(
      `CAST(CASE WHEN ("answer_parts"."part_index" = 1) THEN 'y' ELSE 'x' END AS VARCHAR) AS "kind",`,
    );
    expect(sql.at(-1)).toBe(
      'WHERE (("answer_parts"."part_index" = 2) OR (("answer_parts"."part_index" = 0) AND ("a" > 0)) OR (("answer_parts"."part_index" = 1) AND ("b" > 0)))',
    );
  });

  it('needs no list of parts for one', () => {
    expect(lines(part('x', 'a')).at(-1)).toBe('WHERE ("a" > 0)');
    expect(lines(part('x', 'a')).at(-2)).toBe('FROM "moments"');
  });
});
