import { compileEventCheck, eventChecksSchema } from '@etude/events';
import type { PayloadCheck } from '@etude/events';
import { EtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import { z } from 'zod';

/** What published events are held against. */
export type EventChecks = {
  /**
   * What is wrong with the payload of an event, by id of its definition; empty
   * for events that nobody has defined.
   */
  readonly problemsOf: (event: string, payload: unknown) => readonly Problem[];
};

const NOTHING: readonly Problem[] = [];

/** For edges that know of no definitions. */
export const noEventChecks: EventChecks = { problemsOf: () => NOTHING };

/** Compiled checks by id of the event definition. */
export type CompiledChecks = ReadonlyMap<string, PayloadCheck>;

/**
 * Compiles what the portal published, once.
 *
 * @throws ETUDE_EVENT_CHECKS_INVALID when it is something else.
 */
export const compileEventChecks = (body: string): CompiledChecks => {
  const parsed = eventChecksSchema.safeParse(JSON.parse(body));
  if (!parsed.success) {
    throw new EtudeError(
      `The event definitions of the portal are none: ${z.prettifyError(parsed.error)}. The edge keeps those it has; check that ETUDE_BACKEND_URL points at the portal and that both run the same release.`,
      { code: 'ETUDE_EVENT_CHECKS_INVALID', kind: 'operational' },
    );
  }
  return new Map(
    parsed.data.checks.map(({ event, fields }) => [
      event,
      compileEventCheck(fields),
    ]),
  );
};
