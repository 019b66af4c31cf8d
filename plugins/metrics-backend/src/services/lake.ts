import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Caller } from '@etude/api-node';
import type { Clock } from '@etude/kernel';
import {
  lakeImportPermission,
  lakeReadPermission,
} from '@etude/plugin-metrics-common';
import type {
  Column,
  ImportFormat,
  ImportResponse,
  LakeOverview,
} from '@etude/plugin-metrics-common';
import type { Request } from 'express';
import { refusal } from '../metrics-errors';
import { readLakeOverview } from '../read-models/lake-overview';
import type { ImportStore } from '../stores/import-store';
import { audited } from './audited';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import { idFromName } from './definition-id';
import type { Warehouses } from './warehouses';

/** Writes a file of rows into the lake as table `tableId`. */
export type WriteImport = (table: {
  readonly tableId: string;
  readonly format: ImportFormat;
  readonly content: Buffer;
}) => Promise<{ readonly columns: readonly Column[]; readonly rows: number }>;

export type LakeOptions = {
  readonly warehouses: Warehouses;
  readonly imports: ImportStore;
  readonly writeImport: WriteImport;
  readonly authorization: Authorization;
  readonly auditor: AuditorService;
  readonly clock: Clock;
};

export type ImportCall = {
  readonly name: string;
  readonly format: ImportFormat;
  readonly content: Buffer;
  readonly caller: Caller;
  readonly request: Request;
};

const MAX_SLUG_LENGTH = 50;
const HASH_LENGTH = 10;
const HASHED_AT_ONCE = 1024 * 1024;

// The content is part of the id: a table never changes under those who use
// it, and sending the same file again, after a lost answer, imports it once.
const tableIdOf = async ({
  name,
  format,
  content,
}: ImportCall): Promise<string> => {
  const slug = (idFromName(name) ?? 'table')
    .slice(0, MAX_SLUG_LENGTH)
    .replace(/-+$/, '');
  const hash = createHash('sha256').update(`${format}\n`);
  // In parts, between which others are served.
  for (let at = 0; at < content.length; at += HASHED_AT_ONCE) {
    hash.update(content.subarray(at, at + HASHED_AT_ONCE));
    await setImmediate();
  }
  return `${slug}-${hash.digest('hex').slice(0, HASH_LENGTH)}`;
};

/** Use cases of the lake itself. */
export class Lake {
  readonly #options: LakeOptions;

  constructor(options: LakeOptions) {
    this.#options = options;
  }

  async overview(caller: Caller): Promise<LakeOverview> {
    await this.#options.authorization.require(lakeReadPermission, caller);
    const { runner } = this.#options.warehouses.lake;
    return readLakeOverview({ ...this.#options, runner });
  }

  /** The imported table, new or known already. */
  async import(call: ImportCall): Promise<ImportResponse> {
    const { authorization, auditor } = this.#options;
    const { caller, request, name, format } = call;
    await authorization.require(lakeImportPermission, caller);
    if (call.content.length === 0) {
      throw refusal(
        'ETUDE_METRICS_IMPORT_REFUSED',
        `The table '${name}' cannot be imported`,
        [
          {
            code: 'ETUDE_METRICS_IMPORT_EMPTY',
            message: 'The file is empty. Send a file with a header and rows.',
          },
        ],
      );
    }
    const tableId = await tableIdOf(call);
    return audited(
      auditor,
      { eventId: 'table-import', request, meta: { tableId, name, format } },
      () => this.#import(tableId, call),
    );
  }

  async #import(tableId: string, call: ImportCall): Promise<ImportResponse> {
    const { imports, writeImport, clock } = this.#options;
    const { name, format, content, caller } = call;
    const known = await imports.find(tableId);
    if (known) {
      return { tableId, columns: known.columns, rows: known.rows };
    }
    const written = await writeImport({ tableId, format, content });
    const columns = written.columns.map(({ name: column, type }) => ({
      name: column,
      type,
    }));
    await imports.insert({
      tableId,
      name,
      format,
      columns,
      rows: written.rows,
      createdAt: clock.now().toISOString(),
      createdBy: principalName(caller),
    });
    return { tableId, columns, rows: written.rows };
  }
}
