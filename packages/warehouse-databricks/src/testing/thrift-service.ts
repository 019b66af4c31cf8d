import type {
  TranslatedAnswer,
  TranslatedEngine,
} from '@etude/warehouse/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  describedRows,
  oneText,
  problemStatus,
  rowSetOf,
  schemaOf,
  secondStatement,
} from './thrift-answer';

type Rows = Exclude<TranslatedAnswer, { problem: unknown }>;
type Failed = { readonly sqlState: string; readonly errorMessage: string };
type Outcome = { readonly rows: Rows } | { readonly failed: Failed };

type Operation = {
  readonly outcome: Promise<Outcome>;
  readonly cancel: () => void;
  isCancelled: boolean;
  read: number;
};

type Handle = {
  readonly operationHandle: { readonly operationId: { readonly guid: Buffer } };
};

const SUCCESS = { statusCode: 0 };
// SPARK_CLI_SERVICE_PROTOCOL_V4: answers by columns, not as Arrow.
const PROTOCOL = 0xa504;
const COLUMN_BASED_SET = 1;
const STATES = { running: 1, finished: 2, cancelled: 3, failed: 5 };
const ROWS_PER_FETCH = 5000;
const ANSWER_WAIT_MS = 50;
const PLAN =
  '== Optimized Logical Plan ==\nRelation main.web.facts[a#1] parquet, Statistics(sizeInBytes=2.0 KiB, rowCount=1.00E+2)\n\n== Physical Plan ==\nPhotonScan parquet';

const wait = (ms: number) =>
  new Promise<null>(resolve => {
    setTimeout(() => resolve(null), ms);
  });

const handleOf = () => ({
  guid: Buffer.from(randomUUID().replaceAll('-', ''), 'hex'),
  secret: randomBytes(16),
});

const outcomeOf = (
  answer: TranslatedAnswer,
  sql: string,
  linesBefore: number,
): Outcome => {
  if ('problem' in answer) {
    return { failed: problemStatus(answer.problem, sql, linesBefore) };
  }
  return answer.statement === 'SCRIPT'
    ? { failed: secondStatement(sql, linesBefore) }
    : { rows: answer };
};

/** What a statement of the driver's answers with. */
const execute = async (
  engine: TranslatedEngine,
  statement: string,
  isCancelled: Promise<unknown>,
): Promise<Outcome> => {
  if (/^(?:SET|USE) /.test(statement)) return { rows: oneText('key', 'set') };
  const [, verb, sql = ''] =
    /^(DESCRIBE QUERY|EXPLAIN COST|EXPLAIN EXTENDED|EXPLAIN)\n([\s\S]*)$/.exec(
      statement,
    ) ?? [];
  if (verb === undefined) {
    return outcomeOf(await engine.run(statement, isCancelled), statement, 0);
  }
  const described = outcomeOf(await engine.describe(sql), sql, 1);
  if ('failed' in described) return described;
  return {
    rows:
      verb === 'DESCRIBE QUERY'
        ? describedRows(described.rows)
        : oneText('plan', PLAN),
  };
};

/** The state of a statement, after waiting a little for its end. */
const statusOf = async (operation: Operation) => {
  const outcome = await Promise.race([operation.outcome, wait(ANSWER_WAIT_MS)]);
  if (outcome === null) return { operationState: STATES.running };
  if (operation.isCancelled) return { operationState: STATES.cancelled };
  return 'failed' in outcome
    ? { operationState: STATES.failed, ...outcome.failed }
    : { operationState: STATES.finished, hasResultSet: true };
};

/** The part of TCLIService that the driver uses, answered by `engine`. */
export const thriftService = (
  engine: TranslatedEngine,
  statements: string[],
) => {
  const operations = new Map<string, Operation>();
  const operationOf = ({ operationHandle }: Handle): Operation => {
    const found = operations.get(
      operationHandle.operationId.guid.toString('hex'),
    );
    if (found === undefined) throw new Error('no such operation');
    return found;
  };
  const answered = async (handle: Handle): Promise<Rows> => {
    const outcome = await operationOf(handle).outcome;
    if ('rows' in outcome) return outcome.rows;
    throw new Error('the operation failed');
  };

  return {
    OpenSession: async (_request: unknown) => ({
      status: SUCCESS,
      serverProtocolVersion: PROTOCOL,
      sessionHandle: { sessionId: handleOf(), serverProtocolVersion: PROTOCOL },
    }),
    CloseSession: async (_request: unknown) => ({ status: SUCCESS }),
    ExecuteStatement: async ({ statement }: { readonly statement: string }) => {
      statements.push(statement);
      const { promise, resolve } = Promise.withResolvers<null>();
      const operationId = handleOf();
      operations.set(operationId.guid.toString('hex'), {
        outcome: execute(engine, statement, promise),
        cancel: () => resolve(null),
        isCancelled: false,
        read: 0,
      });
      return {
        status: SUCCESS,
        operationHandle: { operationId, operationType: 0, hasResultSet: true },
      };
    },
    GetOperationStatus: async (handle: Handle) => ({
      status: SUCCESS,
      ...(await statusOf(operationOf(handle))),
    }),
    GetResultSetMetadata: async (handle: Handle) => ({
      status: SUCCESS,
      schema: schemaOf(await answered(handle)),
      resultFormat: COLUMN_BASED_SET,
    }),
    FetchResults: async (handle: Handle) => {
      const rows = await answered(handle);
      const operation = operationOf(handle);
      const from = operation.read;
      operation.read = from + ROWS_PER_FETCH;
      return {
        status: SUCCESS,
        hasMoreRows: operation.read < rows.rows.length,
        results: rowSetOf(rows, from, operation.read),
      };
    },
    CancelOperation: async (handle: Handle) => {
      const operation = operationOf(handle);
      operation.isCancelled = true;
      operation.cancel();
      return { status: SUCCESS };
    },
    CloseOperation: async (_handle: Handle) => ({ status: SUCCESS }),
  };
};
