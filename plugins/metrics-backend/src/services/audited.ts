import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { EtudeError } from '@etude/kernel';
import type { Request } from 'express';

export type AuditedWrite = {
  readonly eventId: string;
  readonly request: Request;
  readonly meta: JsonObject;
};

const errorOf = (error: unknown): Error =>
  error instanceof Error
    ? error
    : new EtudeError(`Something that is no error was thrown: ${error}.`, {
        code: 'ETUDE_METRICS_UNKNOWN_ERROR',
        kind: 'bug',
        cause: error,
      });

/** Runs a write and tells the audit log what was tried and how it went. */
export const audited = async <T>(
  auditor: AuditorService,
  write: AuditedWrite,
  run: () => Promise<T>,
): Promise<T> => {
  const event = await auditor.createEvent({
    eventId: write.eventId,
    severityLevel: 'medium',
    request: write.request,
    meta: write.meta,
  });
  try {
    const result = await run();
    await event.success();
    return result;
  } catch (error) {
    await event.fail({ error: errorOf(error) });
    throw error;
  }
};
