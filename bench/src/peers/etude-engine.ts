import { compileState } from '@etude/resolver';
import {
  CLIENT_SECRET_HASH,
  workloadStateOf,
} from '../resolve/resolve-workload';
import type { PeerWorkload } from './peer-workload';

/** Assignments that the log below holds before it starts over. */
const LOG_SIZE = 8_192;

/**
 * Etude in the shape of the other engines, with assignment logging on: each
 * resolve that assigns is written down, column by column, with its time.
 */
export const create = ({ users, flagKeys, key }: PeerWorkload) => {
  const state = structuredClone(workloadStateOf(flagKeys));
  const resolver = compileState(state);
  const credential = resolver.findCredential(CLIENT_SECRET_HASH);
  if (credential === undefined) {
    throw new Error('The state of the workload lacks its client. Add it.');
  }
  const contexts = users.map(({ id, ...rest }) => ({
    targeting_key: id,
    ...rest,
  }));
  const log = {
    units: new Array<string>(LOG_SIZE).fill(''),
    rules: new Array<string>(LOG_SIZE).fill(''),
    assignments: new Array<string>(LOG_SIZE).fill(''),
    times: new Float64Array(LOG_SIZE),
    size: 0,
  };
  const flag = `flags/${key}`;
  return (index: number): string => {
    const context = contexts[index] ?? {};
    const resolution = resolver.resolveFlag(flag, {
      credential,
      context,
    });
    if (!resolution?.assignment) return 'none';
    const at = log.size++ & (LOG_SIZE - 1);
    log.units[at] = resolution.assignment.unit;
    log.rules[at] = resolution.assignment.rule;
    log.assignments[at] = resolution.assignment.assignmentId;
    log.times[at] = Date.now();
    return resolution.assignment.assignmentId;
  };
};
