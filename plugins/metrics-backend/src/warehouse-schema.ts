import { LAKE_WAREHOUSE_ID } from '@etude/metrics';
import { z } from 'zod';

const text = (advice: string) =>
  z
    .string({ error: `is missing or no text. ${advice}` })
    .min(1, `is empty. ${advice}`);

const amount = (what: string) =>
  z.coerce
    .number({ error: `is no number. Write ${what}.` })
    .positive(`has to be greater than 0. Write ${what}.`);

const id = z
  .string({ error: 'is missing. Give the warehouse an id such as dwh.' })
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'is no id. Use lower-case letters, digits and dashes, such as dwh.',
  )
  .refine(
    value => value !== LAKE_WAREHOUSE_ID,
    `is '${LAKE_WAREHOUSE_ID}', which is the embedded lake, always there. Choose another id.`,
  );

const limits = z.strictObject(
  {
    timeoutSeconds: amount('a number of seconds').default(120),
    maxConcurrentQueries: amount('a number of queries').int().default(2),
    maxBytes: amount('a number of bytes').optional(),
  },
  { error: unknownKeys('is no set of limits') },
);

const user = text('Name the account that reads.');
const host = text('Name the machine that the warehouse runs on.');
const port = amount('a port such as 5432').int().optional();
const secret = text('Set the environment variable that it comes from.');

const urlOf = (protocols: readonly string[], example: string) =>
  text(`Write an address such as ${example}.`).refine(
    value =>
      URL.canParse(value) &&
      protocols.includes(new URL(value).protocol.slice(0, -1)),
    // Never the value itself: it may hold a password.
    `is no address of this type. Write one such as ${example}.`,
  );

const common = {
  id,
  name: text('Say what people call it.'),
  limits: limits.prefault({}),
  /** A copy of the lake's `assignments`, for experiments on flags. */
  assignments: z
    .strictObject(
      {
        table: z
          .array(text('Name the schema and the table.'), {
            error: 'is no list. Write [schema, table].',
          })
          .min(1, 'is empty. Write [schema, table].'),
      },
      { error: unknownKeys('is not understood') },
    )
    .optional(),
};

const tls = z
  .enum(['off', 'encrypt', 'verify'], {
    error: 'is unknown. Write off, encrypt or verify.',
  })
  .optional();

const certificateAuthority = text(
  'Write the certificate as PEM, or leave it out.',
).optional();

// Keys and certificates in variables of an environment often come in one line.
const pem = (advice: string) =>
  text(advice).transform(value => value.replaceAll('\\n', '\n'));

const POSTGRES_URL = 'postgres://host:5432/database';

const postgres = {
  ...common,
  url: urlOf(['postgres', 'postgresql', 'redshift'], POSTGRES_URL).optional(),
  host: host.optional(),
  port,
  database: text('Name the database.').optional(),
  user: user.optional(),
  password: secret.optional(),
  tls,
  certificateAuthority,
};

/** A program that logs in by OAuth. */
const oauthClient = {
  clientId: text('Name the client that logs in.').optional(),
  clientSecret: secret.optional(),
};

/** One warehouse under `etude.warehouses`; each message says how to mend. */
export const warehouseSchema = z
  .discriminatedUnion(
    'type',
    [
      strict({ ...postgres, type: z.literal('postgres') }),
      strict({ ...postgres, type: z.literal('redshift') }),
      strict({
        ...common,
        type: z.literal('clickhouse'),
        url: urlOf(['http', 'https'], 'https://clickhouse.example.com:8443'),
        database: text('Name the database.').optional(),
        user,
        password: secret.optional(),
        certificateAuthority,
      }),
      strict({
        ...common,
        type: z.literal('trino'),
        url: urlOf(['http', 'https'], 'https://trino.example.com:8443'),
        catalog: text('Name the catalog.'),
        schema: text('Name the schema.'),
        user,
        password: secret.optional(),
        accessToken: secret.optional(),
        certificateAuthority,
      }),
      strict({
        ...common,
        type: z.literal('spark'),
        host,
        port: amount('a port such as 10000').int(),
        httpPath: text('Write the path after the port.').optional(),
        // An environment variable is a text.
        tls: z
          .union([z.boolean(), z.stringbool()], {
            error: 'is neither true nor false. Write one of them.',
          })
          .optional(),
        schema: z.array(text('Name catalog and schema.')).optional(),
        user: user.optional(),
        password: secret.optional(),
        certificateAuthority,
      }),
      strict({
        ...common,
        type: z.literal('bigquery'),
        project: text('Name the project that runs the queries.'),
        dataset: text('Write dataset, or project.dataset.').optional(),
        location: text('Write where the data is, such as EU.').optional(),
        keyFile: text('Write the path of a key file.').optional(),
        credentials: secret.optional(),
      }),
      strict({
        ...common,
        type: z.literal('snowflake'),
        account: text('Write organization-account.'),
        computeWarehouse: text('Name the virtual warehouse that computes.'),
        database: text('Name the database.').optional(),
        schema: text('Name the schema.').optional(),
        role: text('Name the role that reads.').optional(),
        user: user.optional(),
        privateKey: pem('Set the variable that holds the key.').optional(),
        privateKeyPassphrase: secret.optional(),
        accessToken: secret.optional(),
        ...oauthClient,
        tokenUrl: urlOf(
          ['https'],
          'https://login.example.com/token',
        ).optional(),
        scope: text('Write session:role:NAME.').optional(),
      }),
      strict({
        ...common,
        type: z.literal('databricks'),
        host,
        httpPath: text('Write /sql/1.0/warehouses/…'),
        schema: z.array(text('Name catalog and schema.')).optional(),
        accessToken: secret.optional(),
        ...oauthClient,
        certificateAuthority,
      }),
    ],
    {
      error:
        'is not known. Write postgres, redshift, clickhouse, trino, spark, bigquery, snowflake or databricks.',
    },
  )
  .superRefine((warehouse, context) => {
    for (const { key, message } of missingKeys(warehouse)) {
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });

/** A warehouse of the company, as configured. Holds secrets: never send it. */
export type WarehouseConfig = z.infer<typeof warehouseSchema>;

type Keys = Readonly<Record<string, unknown>>;

/** The keys of one of several ways, where neither way is whole. */
const missingOf = (
  warehouse: Keys,
  keys: readonly string[],
  advice: string,
): readonly { readonly key: string; readonly message: string }[] =>
  keys
    .filter(key => warehouse[key] === undefined)
    .map(key => ({ key, message: `is missing, and ${advice}` }));

const SNOWFLAKE_LOGINS =
  'nothing else says how to log in. Set user and privateKey, user and accessToken, or clientId, clientSecret and tokenUrl.';
const DATABRICKS_LOGINS =
  'nothing else says how to log in. Set clientId and clientSecret of a service principal, or accessToken.';

/** What a way to connect still lacks, of those types that have several. */
function missingKeys(warehouse: Keys) {
  switch (warehouse['type']) {
    case 'postgres':
    case 'redshift':
      return warehouse['url'] === undefined
        ? missingOf(
            warehouse,
            ['host', 'database', 'user'],
            `there is no url. Set it, or a url such as ${POSTGRES_URL}.`,
          )
        : [];
    case 'snowflake':
      if (warehouse['clientId'] !== undefined) {
        return missingOf(
          warehouse,
          ['clientSecret', 'tokenUrl'],
          SNOWFLAKE_LOGINS,
        );
      }
      return missingOf(
        warehouse,
        warehouse['accessToken'] === undefined
          ? ['user', 'privateKey']
          : ['user'],
        SNOWFLAKE_LOGINS,
      );
    case 'databricks':
      if (warehouse['clientId'] !== undefined) {
        return missingOf(warehouse, ['clientSecret'], DATABRICKS_LOGINS);
      }
      return missingOf(warehouse, ['accessToken'], DATABRICKS_LOGINS);
    default:
      return [];
  }
}

function unknownKeys(otherwise: string) {
  return (issue: { readonly code?: string; readonly keys?: unknown }) =>
    issue.code === 'unrecognized_keys' && Array.isArray(issue.keys)
      ? `has settings that do not exist: ${issue.keys.join(', ')}. Correct or remove them.`
      : `${otherwise}. See the section Warehouses of docs/operations.md.`;
}

function strict<T extends z.core.$ZodLooseShape>(shape: T) {
  return z.strictObject(shape, { error: unknownKeys('is not understood') });
}
