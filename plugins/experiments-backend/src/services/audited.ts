import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';

export type AuditedAction = {
  readonly eventId: string;
  readonly request: Request;
  readonly meta: JsonObject;
};

/** Runs a write and leaves in the audit log whether it succeeded. */
export const createAudited =
  (auditor: AuditorService) =>
  async <T>(action: AuditedAction, write: () => Promise<T>): Promise<T> => {
    const event = await auditor.createEvent({
      ...action,
      severityLevel: 'medium',
    });
    try {
      const result = await write();
      await event.success();
      return result;
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  };

export type Audited = ReturnType<typeof createAudited>;
