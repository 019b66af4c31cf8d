import type { Problem } from '@etude/kernel';
import { moreRows, dataProblem, isBlank, quoted, table } from './input-table';
import type { InputTable } from './input-table';

const blankUnits = async (
  input: InputTable,
  column: string,
): Promise<readonly Problem[]> => {
  const [row] = await input.query(
    `SELECT COUNT(*) AS "blank", MIN(rowid) AS "first" FROM ${table} WHERE ${isBlank(column)}`,
  );
  const blank = Number(row?.['blank']);
  if (blank === 0) return [];
  const first = await input.rowNumber(Number(row?.['first']));
  return [
    dataProblem(
      'UNIT_EMPTY',
      `column '${column}'`,
      `The unit is empty in row ${first}.${moreRows(blank)} Every row needs its unit: fill it in or remove the row.`,
    ),
  ];
};

const repeatedUnits = async (
  input: InputTable,
  column: string,
): Promise<readonly Problem[]> => {
  const unit = `CAST(${quoted(column)} AS VARCHAR)`;
  const rows = await input.query(
    `SELECT "unit", "earlier", "later", COUNT(*) OVER () AS "repeats" FROM (
       SELECT ${unit} AS "unit", rowid AS "later",
         LAG(rowid) OVER (PARTITION BY ${unit} ORDER BY rowid) AS "earlier"
       FROM ${table} WHERE NOT ${isBlank(column)}
     ) WHERE "earlier" IS NOT NULL ORDER BY "later" LIMIT 1`,
  );
  const [row] = rows;
  if (row === undefined) return [];
  const earlier = await input.rowNumber(Number(row['earlier']));
  const later = await input.rowNumber(Number(row['later']));
  const repeats = Number(row['repeats']);
  const all =
    repeats === 1 ? '' : ` In all, ${repeats} rows repeat an earlier unit.`;
  return [
    dataProblem(
      'UNIT_TWICE',
      `column '${column}'`,
      `Unit '${row['unit']}' is in row ${earlier} and again in row ${later}.${all} The table needs one row per unit: add up or remove the repeated rows.`,
    ),
  ];
};

/** Problems of the column that names the unit: every row has its own. */
export const checkUnits = async (
  input: InputTable,
  column: string,
): Promise<readonly Problem[]> => [
  ...(await blankUnits(input, column)),
  ...(await repeatedUnits(input, column)),
];
