/**
 * ClickHouse in this process, for the program that forked it: the folder of the
 * project with chDB and a folder for data are its arguments, each message a
 * statement, each answer its text and what it took.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { costOf } from '../measure';

type Chdb = {
  readonly Session: new (
    path: string,
    options: { readonly connectionArgs: readonly string[] },
  ) => {
    readonly queryAsync: (
      sql: string,
      options: { readonly format: string },
    ) => Promise<{ readonly text: () => string }>;
  };
};

const [, , projectFolder = '', dataFolder = ''] = process.argv;
const { Session } = createRequire(join(projectFolder, 'package.json'))(
  'chdb',
  // Has no types where it is not installed.
) as Chdb;
// What the driver sends with every query.
const session = new Session(dataFolder, {
  connectionArgs: ['--join_use_nulls=1', '--prefer_column_name_to_alias=1'],
});

const answer = async (sql: string): Promise<unknown> => {
  try {
    let text = '';
    const cost = await costOf(async () => {
      const result = await session.queryAsync(sql, { format: 'JSONEachRow' });
      text = result.text();
      return 1;
    });
    return { text, cost };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
};

process.on('message', (sql: unknown) => {
  void answer(String(sql)).then(result => process.send?.({ result }));
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.send?.({ result: 'ready' });
