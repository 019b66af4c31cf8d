import { importTable } from '@etude/warehouse-duckdb';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from './analyze';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const COLUMNS = ['--unit', 'id', '--variant', 'gate', '--control', 'a'];
const WORDS = [...COLUMNS, '--success', 'kept:mde=0.1'];

type Refusal = {
  readonly code: string;
  readonly kind: string;
  readonly message: string;
  readonly problems: readonly { path?: string; message: string }[];
};

const refusalOf = async (words: readonly string[]): Promise<Refusal> => {
  try {
    await analyze(words);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('it was not refused');
};

/** Each problem as the command prints it. */
const problemsOf = async (
  content: string,
  words: readonly string[] = WORDS,
): Promise<string[]> => {
  const file = await folder.write('table.csv', content);
  const { kind, problems } = await refusalOf([file, ...words]);
  expect(kind).toBe('user');
  return problems.map(({ path, message }) => `${path}: ${message}`);
};

const GOOD = 'id,gate,kept,rounds\n1,a,TRUE,3\n2,a,FALSE,5\n3,b,TRUE,4\n';

describe('a file that cannot be a table', () => {
  it.each([
    ['is missing', 'absent.csv', undefined, 'there is no such file'],
    ['is empty', 'empty.csv', '', 'is empty'],
    ['has only a header', 'bare.csv', 'id,gate,kept\n', 'no rows'],
    ['has a short row', 'short.csv', `${GOOD}4,b\n`, 'Row 5'],
    ['is no Parquet', 'x.parquet', GOOD, 'cannot be read as Parquet'],
  ])('%s', async (_, name, content, expected) => {
    if (content !== undefined) await folder.write(name, content);
    const refusal = await refusalOf([join(folder.path, name), ...WORDS]);
    expect(refusal.kind).toBe('user');
    expect(refusal.message).toContain(name);
    expect(refusal.message).toContain(expected);
  });
});

describe('columns', () => {
  it('that are missing are named with those there are', async () => {
    const words = [
      ...['--unit', 'user', '--variant', 'Gate', '--control', 'a'],
      ...['--success', 'kept:up', '--guardrail', 'speed'],
    ];
    expect(await problemsOf(GOOD, words)).toEqual([
      "--unit: There is no column 'user'. The file has 'id', 'gate', 'kept', 'rounds'.",
      "--variant: There is no column 'Gate'. The file has 'id', 'gate', 'kept', 'rounds'. Did you mean 'gate'?",
      "--success: There is no column 'kept:up'. The file has 'id', 'gate', 'kept', 'rounds'. After 'kept:' only increase, decrease and mde=R are known.",
      "--guardrail: There is no column 'speed'. The file has 'id', 'gate', 'kept', 'rounds'.",
    ]);
  });

  it('serve one purpose each', async () => {
    const words = [...COLUMNS, '--success', 'id', '--guardrail', 'gate'];
    const found = await problemsOf(GOOD, words);
    expect(found).toEqual([
      "--success: Column 'id' is already the unit. Name another column.",
      "--guardrail: Column 'gate' is already the variant. Name another column.",
    ]);
  });

  it('are one metric each', async () => {
    const found = await problemsOf(GOOD, [...WORDS, '--guardrail', 'kept']);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("--guardrail: Metric 'kept' is listed twice");
  });
});

describe('units', () => {
  it('stand in one row each: unit and both rows are named', async () => {
    const found = await problemsOf(`${GOOD}2,b,TRUE,1\n1,a,TRUE,1\n`);
    expect(found).toEqual([
      "column 'id': Unit '2' is in row 3 and again in row 5. In all, 2 rows repeat an earlier unit. The table needs one row per unit: add up or remove the repeated rows.",
    ]);
  });

  it('are not empty', async () => {
    const found = await problemsOf(`${GOOD},b,TRUE,1\n"",b,TRUE,2\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(
      "column 'id': The unit is empty in row 5. 1 more row is like it.",
    );
  });
});

describe('variants', () => {
  it('include the control', async () => {
    const words = ['--unit', 'id', '--variant', 'gate', '--control', 'c'];
    expect(await problemsOf(GOOD, [...words, '--success', 'kept'])).toEqual([
      "--control: No unit has variant 'c' in column 'gate'. It holds 'a', 'b': choose one of them.",
    ]);
  });

  it('are at least two', async () => {
    const found = await problemsOf('id,gate,kept\n1,a,TRUE\n2,a,FALSE\n');
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("All units have variant 'a'");
  });

  it('are not empty', async () => {
    const found = await problemsOf(`${GOOD}4, ,TRUE,1\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("column 'gate': The variant is empty in row 5.");
  });

  it('are few: a column of ids is no variant column', async () => {
    const rows = Array.from({ length: 51 }, (_, id) => `${id},v${id},TRUE`);
    const found = await problemsOf(`id,gate,kept\n${rows.join('\n')}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("Column 'gate' has 51 different values");
  });

  it('all have a weight when one has', async () => {
    const found = await problemsOf(GOOD, [...WORDS, '--weights', 'a=1,c=1']);
    expect(found).toEqual([
      "--weights: No unit has variant 'c'. The file has 'a', 'b'.",
      "--weights: There is no weight for 'b'. Give every variant its planned weight, or leave out --weights for equal ones.",
    ]);
  });
});

describe('values', () => {
  const valueProblems = (...values: string[]) => {
    const rows = values.map(
      (x, id) => `${id},${id % 2 === 0 ? 'a' : 'b'},${x}`,
    );
    const text = `id,gate,x\n${rows.join('\n')}\n`;
    return problemsOf(text, [...COLUMNS, '--success', 'x']);
  };

  it.each([
    [['1', '2', 'many', '4', 'few'], "'many' in row 4 is not a number. 1 more"],
    [['1', 'NaN', '2'], "'NaN' in row 3 is not a number"],
    [['1', '1,5', '2'].map(x => `"${x}"`), "'1,5' in row 3 is not a number"],
    [['TRUE', 'FALSE', 'yes', 'TRUE'], "'yes' in row 4 is not TRUE or FALSE"],
    [['1', '007', '2'], "'007' in row 3 starts with a zero"],
    [['2026-01-01', '2026-01-02'], 'values of type DATE, not numbers'],
    [['1', '', '2'], 'The value is empty in row 3.'],
    [['', ' ', ''], 'The value is empty in row 2. 2 more rows'],
  ])('%j are refused', async (values, expected) => {
    const found = await valueProblems(...values);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`column 'x': `);
    expect(found[0]).toContain(expected);
  });

  it('in Parquet are named by their position', async () => {
    await importTable({
      text: 'id,gate,x\n1,a,1\n2,b,none\n',
      format: 'csv',
      tableId: 'texts',
      lakeDir: folder.path,
    });
    const file = join(folder.path, 'imports/texts/data.parquet');
    const words = [file, ...COLUMNS, '--success', 'x'];
    const { message, problems } = await refusalOf(words);
    expect(message).toContain('row 1 is the first of them');
    expect(problems[0]?.message).toContain("'none' in row 2 is not a number");
  });
});

describe('rates', () => {
  it.each([
    ['--alpha', ['--alpha', '5']],
    ['--alpha', ['--alpha', '0']],
    ['--power', ['--power', '1']],
    ['--success', ['--success', 'rounds:mde=-0.1']],
    ['--success', ['--success', 'rounds:mde=0']],
    ['--guardrail', ['--guardrail', 'rounds:nim=1.5']],
  ])('out of range are refused at %s', async (option, words) => {
    const found = await problemsOf(GOOD, [...WORDS, ...words]);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(`${option}: `)).toBe(true);
  });

  it('are reported together with what is wrong in the data', async () => {
    const found = await problemsOf(`${GOOD}1,,x,1\n`, [
      ...[...WORDS, '--success', 'gone', '--alpha', '5'],
    ]);
    expect(found.map(problem => problem.split(':')[0])).toEqual([
      '--success',
      "column 'id'",
      "column 'gate'",
      "column 'kept'",
      '--alpha',
    ]);
  });
});
