import { EtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';

/** A request that cannot be done as asked, with every reason. */
export const refusal = (
  what: string,
  problems: readonly Problem[],
): EtudeError =>
  new EtudeError(
    `${what}: ${problems
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join(' ')}`,
    { code: 'ETUDE_FLAGS_INVALID', kind: 'user', problems },
  );

/** There is nothing of this kind with this id. */
export const notFound = (kind: string, id: string): EtudeError =>
  new EtudeError(
    `There is no ${kind} '${id}'. It may have another id; look in the list.`,
    { code: 'ETUDE_FLAGS_NOT_FOUND', kind: 'user', details: { kind, id } },
  );

/** Something of this kind has the id already. */
export const idTaken = (kind: string, id: string): EtudeError =>
  new EtudeError(
    `The id '${id}' is taken by another ${kind}, and ids are for good. Choose another id.`,
    { code: 'ETUDE_FLAGS_ID_CONFLICT', kind: 'user', details: { kind, id } },
  );

/** The thing changed since it was read. */
export const etagConflict = (kind: string, id: string): EtudeError =>
  new EtudeError(
    `The ${kind} '${id}' was changed by someone else since you read it. Read it again and repeat your change.`,
    { code: 'ETUDE_FLAGS_ETAG_CONFLICT', kind: 'user', details: { kind, id } },
  );

/** The flag cannot be archived while an experiment uses it. */
export const liveExperiment = (id: string, experiment: string): EtudeError =>
  new EtudeError(
    `Flag '${id}' cannot be archived: experiment '${experiment}' is live on it and would lose its traffic. End the experiment first.`,
    {
      code: 'ETUDE_FLAGS_LIVE_EXPERIMENT_CONFLICT',
      kind: 'user',
      details: { flag: id, experiment },
    },
  );
