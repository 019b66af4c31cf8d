import { EtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';

type Thing =
  'fact table' | 'metric' | 'relation' | 'event definition' | 'run' | 'import';

const NOT_FOUND_CODES: Readonly<Record<Thing, string>> = {
  'fact table': 'ETUDE_METRICS_FACT_TABLE_NOT_FOUND',
  metric: 'ETUDE_METRICS_METRIC_NOT_FOUND',
  relation: 'ETUDE_METRICS_RELATION_NOT_FOUND',
  'event definition': 'ETUDE_METRICS_EVENT_DEFINITION_NOT_FOUND',
  run: 'ETUDE_METRICS_RUN_NOT_FOUND',
  import: 'ETUDE_METRICS_IMPORT_NOT_FOUND',
};

/** The problem of naming something that does not exist. */
export const notFoundProblem = (thing: Thing, id: string): Problem => ({
  code: NOT_FOUND_CODES[thing],
  message: `There is no ${thing} '${id}'. Look for the right id in the list of ${thing}s.`,
});

/** 404: what was asked for does not exist. */
export const notFound = (thing: Thing, id: string): EtudeError => {
  const problem = notFoundProblem(thing, id);
  return new EtudeError(problem.message, {
    code: problem.code,
    kind: 'user',
    details: { id },
  });
};

/** 409: the id is taken. */
export const idTaken = (thing: Thing, id: string): EtudeError =>
  new EtudeError(
    `There is already a ${thing} '${id}'. Choose another id, or change the one that exists.`,
    { code: 'ETUDE_METRICS_ID_CONFLICT', kind: 'user', details: { id } },
  );

/** 409: someone else changed it first. */
export const etagConflict = (thing: Thing, id: string): EtudeError =>
  new EtudeError(
    `The ${thing} '${id}' was changed by someone else since you opened it. Reload it and make your change again.`,
    { code: 'ETUDE_METRICS_ETAG_CONFLICT', kind: 'user', details: { id } },
  );

type RefusalCode =
  | 'ETUDE_METRICS_FACT_TABLE_INVALID'
  | 'ETUDE_METRICS_METRIC_INVALID'
  | 'ETUDE_METRICS_RELATION_INVALID'
  | 'ETUDE_METRICS_EVENT_DEFINITION_BREAKING'
  | 'ETUDE_METRICS_DEFINITIONS_INVALID'
  | 'ETUDE_METRICS_COMPUTATION_REFUSED'
  | 'ETUDE_METRICS_IMPORT_REFUSED';

/** 400: an expected refusal, with all its reasons. */
export const refusal = (
  code: RefusalCode,
  what: string,
  problems: readonly Problem[],
): EtudeError =>
  new EtudeError(
    `${what}: ${problems.map(problem => problem.message).join(' ')}`,
    { code, kind: 'user', problems },
  );
