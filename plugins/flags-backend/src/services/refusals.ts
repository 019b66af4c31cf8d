import { EtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import type { SegmentManager, SegmentUsages } from '@etude/plugin-flags-common';

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

/** The segment is changed where it belongs, not on the segment page. */
export const segmentManaged = (
  id: string,
  manager: SegmentManager,
): EtudeError =>
  new EtudeError(
    `Segment '${id}' belongs to a ${manager} and cannot be changed here. Change the ${manager} instead.`,
    {
      code: 'ETUDE_FLAGS_SEGMENT_MANAGED_FORBIDDEN',
      kind: 'user',
      details: { segment: id, manager },
    },
  );

/** The segment cannot be archived while rules or segments name it. */
export const segmentInUse = (
  id: string,
  { rules, segments }: SegmentUsages,
): EtudeError =>
  new EtudeError(
    `Segment '${id}' cannot be archived, because it is used by ${[
      ...rules.map(rule => `rule '${rule.ruleName}' of flag '${rule.flagId}'`),
      ...segments.map(segment => `segment '${segment}'`),
    ].join(', ')}. Take it out there first.`,
    {
      code: 'ETUDE_FLAGS_SEGMENT_IN_USE_CONFLICT',
      kind: 'user',
      details: { segment: id, rules, segments },
    },
  );

/** A flag that uses the segment may only be changed with approval. */
export const segmentProtected = (id: string, flagId: string): EtudeError =>
  new EtudeError(
    `Segment '${id}' is used by flag '${flagId}', which is changed with approval only. Create another segment and ask for a change of the flag's rule.`,
    {
      code: 'ETUDE_FLAGS_SEGMENT_PROTECTED_CONFLICT',
      kind: 'user',
      details: { segment: id, flag: flagId },
    },
  );
