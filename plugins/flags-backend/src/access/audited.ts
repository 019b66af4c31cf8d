import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';

export type AuditedWrite = {
  readonly eventId: string;
  /** Left out for what the portal does by itself. */
  readonly request?: Request;
  readonly meta: JsonObject;
};

/** Runs a write and records in the audit log whether it succeeded. */
export type Audited = <T>(
  write: AuditedWrite,
  run: () => Promise<T>,
) => Promise<T>;

/** The recorder of this plugin's writes. */
export const createAudited =
  (auditor: AuditorService): Audited =>
  async (write, run) => {
    const event = await auditor.createEvent({
      ...write,
      severityLevel: 'medium',
    });
    try {
      const value = await run();
      await event.success();
      return value;
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  };
