import { ClickHouseError } from '@clickhouse/client';
import { sinkRefused, sinkUnreachable } from '@etude/events';
import type { EtudeError } from '@etude/kernel';

/** Codes of ClickHouse's `ErrorCodes.cpp` that speak of the rows of an insert. */
const BAD_ROWS = new Set([
  '6', // CANNOT_PARSE_TEXT
  '26', // CANNOT_PARSE_QUOTED_STRING
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '38', // CANNOT_PARSE_DATE
  '41', // CANNOT_PARSE_DATETIME
  '53', // TYPE_MISMATCH
  '69', // ARGUMENT_OUT_OF_BOUND
  '72', // CANNOT_PARSE_NUMBER
  '117', // INCORRECT_DATA
  '321', // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  '469', // VIOLATED_CONSTRAINT
]);

/** Those that somebody has to mend: what they should do. */
const ADVICE: Readonly<Record<string, string>> = {
  '16': 'Make the tables as the documentation has them.', // NO_SUCH_COLUMN_IN_TABLE
  '60': 'Make the tables as the documentation has them.', // UNKNOWN_TABLE
  '81': 'Make the database and its tables as the documentation has them.', // UNKNOWN_DATABASE
  '192': 'Correct the user.', // UNKNOWN_USER
  '193': 'Correct the password.', // WRONG_PASSWORD
  '497': 'Let the user insert into the tables.', // ACCESS_DENIED
  '516': 'Correct user and password.', // AUTHENTICATION_FAILED
  '164': 'Let the user write.', // READONLY
};

/** Of a server that is full, busy or without its quorum for the moment. */
const PASSING = new Set([
  '159', // TIMEOUT_EXCEEDED
  '202', // TOO_MANY_SIMULTANEOUS_QUERIES
  '209', // SOCKET_TIMEOUT
  '210', // NETWORK_ERROR
  '225', // NO_ZOOKEEPER
  '241', // MEMORY_LIMIT_EXCEEDED
  '242', // TABLE_IS_READ_ONLY
  '243', // NOT_ENOUGH_SPACE
  '252', // TOO_MANY_PARTS
  '285', // TOO_FEW_LIVE_REPLICAS
  '286', // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
  '319', // UNKNOWN_STATUS_OF_INSERT
  '999', // KEEPER_EXCEPTION
]);

/** True when the server took offence at rows, and not at the whole insert. */
export const isAboutRows = (error: unknown): boolean =>
  error instanceof ClickHouseError && BAD_ROWS.has(error.code);

/** What a failed insert means for the sink. */
export const classifyClickHouseFailure = (error: unknown): EtudeError => {
  if (!(error instanceof ClickHouseError) || PASSING.has(error.code)) {
    return sinkUnreachable('clickhouse', error);
  }
  return sinkRefused('clickhouse', {
    reason: `${error.message} (code ${error.code})`,
    advice:
      ADVICE[error.code] ??
      'Look the code up in the documentation of ClickHouse.',
    cause: error,
  });
};
