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

/** The workload of the `resolve` benchmark, as plain JSON. */
export const peerWorkload = (flags: number): PeerWorkload => ({
  key: flagId(Math.floor(flags / 2)),
  users: workloadUsers().map(({ targeting_key: id, ...rest }) => ({
    id,
    ...rest,
  })),
  flagKeys: Array.from({ length: flags }, (_, index) => flagId(index)),
  blocked: BLOCKED_COUNTRIES,
});
