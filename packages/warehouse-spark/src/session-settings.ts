import type { Send } from './statement';

/** What the printed SQL relies on. */
const NEEDED = [
  'spark.sql.session.timeZone=UTC',
  // A cast or a sum that fails is an error, not NULL.
  'spark.sql.ansi.enabled=true',
];

/** What keeps SQL to the tables; Databricks has none of these settings. */
const SAFE = [
  // `${env:SECRET}` would be replaced, in quoted text too.
  'spark.sql.variable.substitute=false',
  // csv.`/etc/passwd` would be a table.
  'spark.sql.runSQLOnFiles=false',
];

const plain = (sql: string) => ({ text: sql, sql, linesBefore: 0 });

/** Changes a setting of the session, where the engine has it. */
export const setIfAvailable = async (
  send: Send,
  setting: string,
): Promise<void> => {
  try {
    await send(plain(`SET ${setting}`));
  } catch (error) {
    const isUnknown =
      error instanceof Error && /CONFIG_NOT_AVAILABLE/.test(error.message);
    if (!isUnknown) throw error;
  }
};

/** Brings a new session into the state that every statement relies on. */
export const setUpSession = async (
  send: Send,
  schemaPath: readonly string[] | undefined,
): Promise<void> => {
  for (const setting of NEEDED) await send(plain(`SET ${setting}`));
  for (const setting of SAFE) await setIfAvailable(send, setting);
  if (schemaPath === undefined) return;
  const quoted = schemaPath.map(name => `\`${name.replaceAll('`', '``')}\``);
  await send(plain(`USE ${quoted.join('.')}`));
};
