import { randomUUID } from 'node:crypto';
import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import type { DefinitionRecord } from '@etude/plugin-metrics-common';
import { idFromName } from './definition-id';

export type Change = { readonly by: string; readonly clock: Clock };

/** The record of a definition that is made now. */
export const createdRecord = ({ by, clock }: Change): DefinitionRecord => {
  const now = clock.now().toISOString();
  return {
    etag: randomUUID(),
    createdAt: now,
    createdBy: by,
    updatedAt: now,
    updatedBy: by,
  };
};

/** The record of a definition that is changed now. */
export const updatedRecord = (
  previous: DefinitionRecord,
  { by, clock }: Change,
): DefinitionRecord => ({
  etag: randomUUID(),
  createdAt: previous.createdAt,
  createdBy: previous.createdBy,
  updatedAt: clock.now().toISOString(),
  updatedBy: by,
});

/**
 * The id asked for, or the one that the name makes.
 *
 * @throws ETUDE_METRICS_ID_MISSING when there is neither.
 */
export const chosenId = (request: {
  readonly id?: string | undefined;
  readonly name: string;
}): string => {
  const id = request.id ?? idFromName(request.name);
  if (id !== undefined) return id;
  throw new EtudeError(
    `The name '${request.name}' makes no id of at least four letters and digits. Send an id with it.`,
    { code: 'ETUDE_METRICS_ID_MISSING', kind: 'user' },
  );
};
