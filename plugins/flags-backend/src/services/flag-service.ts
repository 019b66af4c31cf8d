import type {
  FlagList,
  FlagQuery,
  FlagRecord,
  FlagRevision,
  createFlagSchema,
  updateFlagSchema,
} from '@etude/plugin-flags-common';
import type { z } from 'zod';
import { flagUpdateProblems } from '../rules/flag-update';
import type { ServiceDependencies } from './client-service';
import {
  etagConflict,
  idTaken,
  liveExperiment,
  notFound,
  refusal,
} from './refusals';
import { FIRST_ETAG, checkFlag, saveFlag } from './save-flag';

type NewFlag = z.output<typeof createFlagSchema>;
type ChangedFlag = z.output<typeof updateFlagSchema>;

const liveExperimentOf = (flag: FlagRecord): string | undefined =>
  flag.rules.find(
    ({ enabled, owner }) => enabled && owner.kind === 'experiment',
  )?.owner.ref;

const newRecord = (
  input: NewFlag,
  { at, by }: { readonly at: string; readonly by: string },
): FlagRecord => ({
  ...input,
  rules: [],
  state: 'active',
  etag: FIRST_ETAG,
  createdAt: at,
  createdBy: by,
  updatedAt: at,
  updatedBy: by,
});

const flagReads = ({ stores }: Pick<ServiceDependencies, 'stores'>) => ({
  /** One page of the flags that match. */
  async list(query: FlagQuery): Promise<FlagList> {
    return stores.flags.query(query);
  },

  /** One flag; throws ETUDE_FLAGS_NOT_FOUND. */
  async get(id: string): Promise<FlagRecord> {
    const flag = await stores.flags.get(id);
    if (!flag) throw notFound('flag', id);
    return flag;
  },

  /** Every revision of a flag, newest first. */
  async history(id: string): Promise<FlagRevision[]> {
    return stores.revisions.list(id);
  },
});

const flagWrites = ({
  writeState,
  clock,
}: Omit<ServiceDependencies, 'stores'>) => ({
  /**
   * A new active flag with all its variants and no rule.
   * Throws ETUDE_FLAGS_INVALID, ETUDE_FLAGS_ID_CONFLICT.
   */
  async create(input: NewFlag, by: string): Promise<FlagRecord> {
    const at = clock.now().toISOString();
    const flag = newRecord(input, { at, by });
    return writeState(async tx => {
      if (await tx.flags.get(flag.id)) throw idTaken('flag', flag.id);
      await checkFlag(tx, flag);
      await tx.flags.insert(flag);
      await tx.revisions.insert({
        revision: Number(FIRST_ETAG),
        at,
        by,
        change: 'created',
        summary: `Created with ${flag.variants.length} variants.`,
        flag,
      });
      return { value: flag, isChanged: true };
    });
  },

  /**
   * The flag with everything a person may edit replaced.
   * Throws ETUDE_FLAGS_INVALID, ETUDE_FLAGS_ETAG_CONFLICT.
   */
  async update(id: string, input: ChangedFlag, by: string) {
    const { etag, rules, ...fields } = input;
    return writeState(async tx => {
      const before = await tx.flags.get(id);
      if (!before) throw notFound('flag', id);
      if (before.etag !== etag) throw etagConflict('flag', id);
      const after = { ...before, ...fields, rules: rules ?? before.rules };
      const problems = flagUpdateProblems(before, after);
      if (problems.length > 0) {
        throw refusal(`Flag '${id}' cannot be changed so`, problems);
      }
      await checkFlag(tx, after);
      const saved = await saveFlag(
        tx,
        { before, after },
        {
          by,
          at: clock.now().toISOString(),
          change: 'updated',
          summary: 'Edited.',
        },
      );
      return { value: saved.flag, isChanged: saved.isChanged };
    });
  },

  /**
   * The flag in another state; the same state changes nothing. Archiving is
   * refused with ETUDE_FLAGS_LIVE_EXPERIMENT_CONFLICT while an experiment uses the flag.
   */
  async setState(id: string, state: FlagRecord['state'], by: string) {
    return writeState(async tx => {
      const before = await tx.flags.get(id);
      if (!before) throw notFound('flag', id);
      const experiment = liveExperimentOf(before);
      if (state === 'archived' && experiment !== undefined) {
        throw liveExperiment(id, experiment);
      }
      const saved = await saveFlag(
        tx,
        { before, after: { ...before, state } },
        {
          by,
          at: clock.now().toISOString(),
          change: state === 'archived' ? 'archived' : 'unarchived',
          summary:
            state === 'archived'
              ? 'Archived: it resolves nowhere.'
              : 'Unarchived: it resolves again.',
        },
      );
      return { value: saved.flag, isChanged: saved.isChanged };
    });
  },
});

/** Use cases of flags. */
export type FlagService = ReturnType<typeof createFlagService>;

/** Use cases of flags on `stores`. */
export const createFlagService = (dependencies: ServiceDependencies) => ({
  ...flagReads(dependencies),
  ...flagWrites(dependencies),
});
