import { EtudeError } from '@etude/kernel';
import { MATERIALIZATIONS_UNAVAILABLE } from '@etude/openfeature-provider';
import type { MaterializationStore } from '@etude/openfeature-provider';

/** For an edge without a store: nothing is known of any unit. */
export const noMaterializations: MaterializationStore = {
  read: () => Promise.resolve(new Map()),
  write: () =>
    Promise.reject(
      new EtudeError(
        'This edge has no store of sticky assignments. Ask an edge that has one.',
        { code: MATERIALIZATIONS_UNAVAILABLE, kind: 'operational' },
      ),
    ),
};
