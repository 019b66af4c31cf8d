import { parseArgs } from 'node:util';
import { clickHouseTables } from '@etude/sink-clickhouse';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'etude' },
    cluster: { type: 'string' },
  },
});

const statements = clickHouseTables({
  database: values.database,
  ...(values.cluster === undefined ? {} : { cluster: values.cluster }),
});
process.stdout.write(statements.map(sql => `${sql};\n`).join('\n'));
