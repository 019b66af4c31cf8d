import type { Problem } from '@etude/kernel';
import { EtudeError } from '@etude/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from './analyze';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const TABLE = `id,gate,kept,rounds,past,team,at,land
1,a,TRUE,3,2,x,2026-05-01,se
2,a,FALSE,5,4,x,2026-05-02,no
3,b,TRUE,4,,y,2026-05-02,se
4,b,TRUE,6,5,y,2026-05-02,se
`;
const WORDS = [
  ...['--unit', 'id', '--variant', 'gate', '--control', 'a'],
  ...['--success', 'rounds:mde=0.1'],
];

const problemsOf = async (
  words: readonly string[],
  table = TABLE,
): Promise<readonly string[]> => {
  const file = await folder.write('table.csv', table);
  try {
    await analyze([file, ...WORDS, ...words]);
  } catch (error) {
    if (!(error instanceof EtudeError) || error.kind !== 'user') throw error;
    return error.problems.map(
      ({ path, message }: Problem) => `${path}: ${message}`,
    );
  }
  throw new Error('it was not refused');
};

describe('designs', () => {
  it.each([
    ['--design fixed', "--design: 'fixed' is not known. Choose fixed-horizon"],
    ['--design group-sequential', '--planned-units: A group sequential test'],
    ['--design fixed-width', '--width: It is missing'],
    ['--design fixed-width --width 0', '--width: The width of the intervals'],
    ['--width 0.02', '--width: It belongs to fixed-width, and the design is'],
    ['--spending pocock', '--spending: It belongs to group-sequential'],
    ['--over-run strict', '--over-run: It belongs to group-sequential'],
    ['--burn-in 100', '--burn-in: It belongs to fixed-power and fixed-width'],
    ['--design fixed-power --burn-in 0', '--burn-in: The burn-in is 0 units'],
    ['--planned-units 100', '--planned-units: A fixed-horizon test'],
    [
      '--design always-valid --planned-units 1.5',
      '--planned-units: It is 1.5: write a whole number',
    ],
    [
      '--design group-sequential --planned-units 9 --spending power',
      "--spending: 'power' is no way to spend",
    ],
    [
      '--design group-sequential --planned-units 9 --spending power:-1',
      '--spending: The exponent of the spending function is -1',
    ],
    [
      '--design fixed-power --guardrail kept --success past',
      "--success: 'past' has no minimum detectable effect",
    ],
    ['--guarantee firm', "--guarantee: 'firm' is not known"],
  ])('%s', async (words, expected) => {
    const found = await problemsOf(
      words.split(' '),
      TABLE.replace('4,,y', '4,4,y'),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.slice(0, expected.length)).toBe(expected);
  });

  it('report all that is wrong at once', async () => {
    const found = await problemsOf([
      ...['--design', 'always-valid', '--width', '1', '--spending', 'x'],
      ...['--looks', 'at:0', '--covariate', 'kept=past'],
      ...['--success', 'share=kept/kept'],
    ]);
    expect(found.map(problem => problem.split(':')[0])).toEqual([
      '--success',
      '--covariate',
      '--spending',
      '--spending',
      '--width',
      '--looks',
    ]);
  });
});

describe('columns that go with the metrics', () => {
  it.each([
    ['--covariate rounds=rounds', "Column 'rounds' is already the value of a"],
    ['--covariate rounds=land', "'se' in row 2 is not a number"],
    ['--covariate rounds=none', "There is no column 'none'"],
    [
      '--covariate rounds=past --covariate rounds=past',
      "'rounds=past' is asked for twice",
    ],
    [
      '--cluster team --covariate rounds=past --covariate rounds=kept',
      "'rounds' has 2 covariates; with --cluster",
    ],
    [
      '--success q=kept/rounds --covariate q=past --covariate q=land',
      "Ratio 'q' has 2 covariates",
    ],
    ['--cluster gate', "Column 'gate' is already the variant"],
    ['--cluster id', "Column 'id' is already the unit"],
    ['--dimension gate', "Column 'gate' is already the variant"],
    ['--dimension rounds', 'It is an outcome, which the variants change'],
    ['--dimension land --dimension land', "'land' is asked for twice"],
    ['--cluster team --dimension land', "Members of cluster 'x' differ"],
    ['--looks land', 'It holds values of type VARCHAR, not dates'],
    ['--cluster team --looks at', "Members of cluster 'x' were exposed from"],
  ])('%s', async (words, expected) => {
    const found = await problemsOf(words.split(' '));
    expect(found.join('\n')).toContain(expected);
  });

  it('leave missing values empty, as covariates', async () => {
    const table = TABLE.replace('4,,y', '4, ,y');
    const found = await problemsOf(['--covariate', 'rounds=past'], table);
    expect(found).toEqual([
      "column 'past': The value in row 4 is made of spaces. Leave a missing value empty.",
    ]);
  });

  it('have few values, as dimensions', async () => {
    const rows = Array.from(
      { length: 52 },
      (_, id) => `${id},${id % 2 === 0 ? 'a' : 'b'},${id},v${id}`,
    );
    const table = `id,gate,rounds,land\n${rows.join('\n')}\n`;
    const found = await problemsOf(['--dimension', 'land'], table);
    expect(found).toEqual([
      "--dimension: Column 'land' has 52 different values; a breakdown takes at most 50, because its tests share their level over all of them. Group the values in the file, or name another column.",
    ]);
  });

  it('say of every unit when it came, and group something', async () => {
    const table = TABLE.replace('2026-05-01', '')
      .replace(',x,', ',,')
      .replaceAll(/,\d?,([xy]?),2026/g, ',,$1,2026')
      .replace(',3,2,', ',3,,');
    const found = await problemsOf(
      [...['--looks', 'at', '--cluster', 'team'], '--covariate', 'rounds=past'],
      table,
    );
    expect(found).toEqual([
      expect.stringContaining("column 'team': The cluster is empty in row 2."),
      expect.stringContaining("--covariate: Column 'past' is empty in every"),
      expect.stringContaining("column 'at': The time of exposure is empty"),
    ]);
  });

  it('make few looks', async () => {
    const table = TABLE.replace('2026-05-01', '1999-05-01');
    const found = await problemsOf(['--looks', 'at'], table);
    expect(found[0]).toContain('as in --looks at:25');
  });
});
