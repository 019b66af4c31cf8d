import { useCommand } from '@etude/ui';
import { useState } from 'react';

/** What was to be saved, and what someone else stored meanwhile. */
type Conflict<Definition, Stored> = {
  readonly mine: Definition;
  readonly stored: Stored;
};

type GuardedSaveOptions<Definition, Stored> = {
  /** The etag of what was opened for editing. */
  readonly openedEtag: string;
  /** Saves over the version with this etag. */
  readonly save: (definition: Definition, etag: string) => Promise<unknown>;
  /** What is stored now. */
  readonly load: () => Promise<Stored>;
  readonly onSaved: () => void;
  /** Goes on with what someone else stored. */
  readonly onTaken: (stored: Stored) => void;
};

const ETAG_CONFLICT = 'ETUDE_METRICS_ETAG_CONFLICT';

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === ETAG_CONFLICT;

/**
 * Saves a definition unless someone changed it meanwhile: then both versions
 * are there to choose from, and nothing is lost.
 */
export const useGuardedSave = <
  Definition,
  Stored extends { readonly etag: string },
>(
  options: GuardedSaveOptions<Definition, Stored>,
) => {
  const [conflict, setConflict] = useState<Conflict<Definition, Stored>>();
  const [baseEtag, setBaseEtag] = useState(options.openedEtag);
  const command = useCommand(async (definition: Definition, etag: string) => {
    try {
      await options.save(definition, etag);
    } catch (error) {
      if (!isConflict(error)) throw error;
      setConflict({ mine: definition, stored: await options.load() });
      return;
    }
    options.onSaved();
  });
  return {
    conflict,
    isPending: command.isPending,
    error: command.error,
    save: (definition: Definition) => void command.run(definition, baseEtag),
    keepMine: () => {
      if (conflict) void command.run(conflict.mine, conflict.stored.etag);
    },
    takeStored: () => {
      if (!conflict) return;
      options.onTaken(conflict.stored);
      setBaseEtag(conflict.stored.etag);
      setConflict(undefined);
    },
  };
};
