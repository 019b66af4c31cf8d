import type { Clock } from '@etude/kernel';
import type { MaterializationStore } from '@etude/openfeature-provider';
import type { ResolvedCredential } from '@etude/resolver';
import type { AssignmentLog } from './assignment-log';
import type { AppliedFlag } from './assignment-records';
import type { AppendLines } from './durable-answer';
import type { FlagState } from './flag-state';
import type { RateLimit } from './rate-limit';
import type { ResolveObserver } from './resolve-observer';
import type { StateSource } from './state-poller';

/** What the endpoints of every wire work with. */
export type EdgeTools = {
  readonly state: StateSource;
  /** Writes events. */
  readonly append: AppendLines;
  /** Writes assignments. */
  readonly assignments: AssignmentLog;
  /** Sticky assignments. */
  readonly materializations: MaterializationStore;
  readonly observe: ResolveObserver;
  readonly rateLimit: RateLimit;
  /** What the bulk answer of a credential ends with, before its last `}`. */
  readonly bulkTail: (credential: ResolvedCredential) => string;
  /**
   * A token to apply flags with when they are read; null where this edge
   * cannot make one.
   */
  readonly applyToken:
    | ((
        session: { state: FlagState; credential: ResolvedCredential },
        flags: readonly AppliedFlag[],
      ) => string)
    | null;
  readonly clock: Clock;
  /** A new identifier of 32 letters and digits. */
  readonly newId: () => string;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: (text: string) => string;
};
