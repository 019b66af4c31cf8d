import type { Connection, FieldDef, PoolClient } from 'pg';

/**
 * The columns of a statement from the server's own analysis: it is parsed,
 * bound and described over the extended protocol, and never executed. `pg` has
 * no call for that but lets a caller submit its own messages.
 */
export const describeStatement = (
  client: PoolClient,
  sql: string,
): Promise<readonly FieldDef[]> =>
  new Promise((resolve, reject) => {
    let fields: readonly FieldDef[] = [];
    let failure: Error | null = null;
    client.query({
      submit: (connection: Connection) => {
        connection.parse({ text: sql, name: '', types: [] }, true);
        connection.bind({ portal: '', statement: '', values: [] }, true);
        connection.describe({ type: 'P', name: '' }, true);
        connection.sync();
      },
      handleRowDescription: (message: { fields: readonly FieldDef[] }) => {
        fields = message.fields;
      },
      handleError: (error: Error) => {
        failure = error;
        // A connection that broke sends no `ReadyForQuery` any more.
        reject(error);
      },
      handleReadyForQuery: () => {
        if (failure === null) resolve(fields);
      },
    });
  });
