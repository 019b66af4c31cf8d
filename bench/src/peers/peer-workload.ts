import {
  BLOCKED_COUNTRIES,
  flagId,
  workloadUsers,
} from '../resolve/resolve-workload';

/** What every engine is given: users, flags, and the list in rule two. */
export type PeerWorkload = {
  readonly users: readonly {
    readonly id: string;
    readonly employee: string;
    readonly country: string;
    readonly appVersion: string;
  }[];
  readonly flagKeys: readonly string[];
  /** The flag that is evaluated. */
  readonly key: string;
  readonly blocked: readonly string[];
};

/** The same flag for every number of flags, in the middle of the others. */
const TARGET = flagId(0);

const keysAround = (flags: number): string[] => {
  const others = Array.from({ length: flags - 1 }, (_, index) =>
    flagId(index + 1),
  );
  return others.toSpliced(Math.floor(flags / 2), 0, TARGET);
};

/** The workload of the `resolve` benchmark, as plain JSON. */
export const peerWorkload = (flags: number): PeerWorkload => ({
  key: TARGET,
  users: workloadUsers().map(({ targeting_key: id, ...rest }) => ({
    id,
    ...rest,
  })),
  flagKeys: keysAround(flags),
  blocked: BLOCKED_COUNTRIES,
});
