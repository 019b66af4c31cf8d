import type { ScannedRepository } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';

type ReferenceRow = { flag_id: string; repository: string; document: string };

/** Where code names flags, by flag and repository. */
export type CodeReferenceStore = ReturnType<typeof createCodeReferenceStore>;

/** The code references that `database` (or a transaction) holds. */
export const createCodeReferenceStore = (database: Knex) => ({
  /** What is known of a flag, by repository. */
  async list(flagId: string): Promise<ScannedRepository[]> {
    const rows = await database<ReferenceRow>('code_references')
      .where({ flag_id: flagId })
      .orderBy('repository');
    // JSON columns hold what this store wrote from the same type.
    return rows.map(row => JSON.parse(row.document) as ScannedRepository);
  },

  /** Replaces what is known of one repository. */
  async put(flagId: string, scan: ScannedRepository): Promise<void> {
    await database<ReferenceRow>('code_references')
      .insert({
        flag_id: flagId,
        repository: scan.repository,
        document: JSON.stringify(scan),
      })
      .onConflict(['flag_id', 'repository'])
      .merge();
  },
});
