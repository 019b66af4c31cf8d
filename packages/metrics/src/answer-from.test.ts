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
    expect(sql).toContain('"answer_parts"."part_kind" AS "kind",');
    expect(sql).toContain(
      'CAST(CASE WHEN ("answer_parts"."choice_1" = 1) THEN "b" ELSE "a" END AS DOUBLE) AS "mean",',
    );
    expect(sql.at(-1)).toBe(
      'WHERE ((("answer_parts"."choice_2" = 0) AND ("a" > 0)) OR (("answer_parts"."choice_2" = 1) AND ("b" > 0)) OR ("answer_parts"."choice_2" = 2))',
    );
  });

  it('lists what parts are by nothing but their literals', () => {
    const sql = lines(part('x', 'a'), part('y', 'a')).join(' ');
    expect(sql).toContain(
      `CROSS JOIN ( SELECT CAST('x' AS VARCHAR) AS "part_kind" UNION ALL SELECT CAST('y' AS VARCHAR) AS "part_kind" ) AS "answer_parts"`,
    );
  });

  it('needs no list of parts for one', () => {
    expect(lines(part('x', 'a')).at(-1)).toBe('WHERE ("a" > 0)');
    expect(lines(part('x', 'a')).at(-2)).toBe('FROM "moments"');
  });
});
