import { compileState, hashPrefix, keyBucket } from '@etude/resolver';
import type { ResolvedCredential, Resolver } from '@etude/resolver';
import type { ResolverState } from '@etude/flags';
import type { Benchmark, Figure, Reference } from '../figure';
import { costOf, loopCosts, medianRound, ROUNDS } from '../measure';
import type { Cost } from '../measure';
import {
  CLIENT_SECRET_HASH,
  flagId,
  USERS,
  workloadState,
  workloadUsers,
} from './resolve-workload';

const SIZES = [1, 1_000, 10_000];
const LARGEST = 10_000;

const users = workloadUsers();

const credentialOf = (resolver: Resolver): ResolvedCredential => {
  const credential = resolver.findCredential(CLIENT_SECRET_HASH);
  if (credential === undefined) {
    throw new Error('The state of the workload lacks its client. Add it.');
  }
  return credential;
};

/** A state as it arrives: its texts are texts, not parts yet to be joined. */
const receivedState = (flags: number): ResolverState =>
  structuredClone(workloadState(flags));

const resolveLoop = (flags: number): (() => number) => {
  const resolver = compileState(receivedState(flags));
  const credential = credentialOf(resolver);
  // The same flag in every state: another name is another key to hash.
  const flag = `flags/${flagId(0)}`;
  let assigned = 0;
  return () => {
    for (const context of users) {
      const resolution = resolver.resolveFlag(flag, { credential, context });
      if (resolution?.assignment) assigned += 1;
    }
    if (assigned === 0) throw new Error('Nobody was assigned anything.');
    return USERS;
  };
};

const hashLoop = (): (() => number) => {
  const prefix = hashPrefix(`${flagId(0)}-current|`);
  let sum = 0;
  return () => {
    for (const user of users) {
      sum += keyBucket(prefix, user.targeting_key, 10_000);
    }
    if (sum === 0) throw new Error('Every bucket was 0.');
    return USERS;
  };
};

const lookupLoop = (): (() => number) => {
  const numbers = new Map(
    users.map((user, index) => [user.targeting_key, index]),
  );
  let sum = 0;
  return () => {
    for (const user of users) sum += numbers.get(user.targeting_key) ?? 0;
    if (sum === 0) throw new Error('Every number was 0.');
    return USERS;
  };
};

const loopFigures = async (): Promise<Figure[]> => {
  const [hash, lookup, ...costs] = await loopCosts([
    hashLoop(),
    lookupLoop(),
    ...SIZES.map(resolveLoop),
  ]);
  if (hash === undefined || lookup === undefined) {
    throw new Error('The limits were not measured.');
  }
  const references: Reference[] = [
    { name: 'the bare hash of the same keys', cost: hash, by: 'cpu' },
    { name: 'Map.get of the same keys', cost: lookup, by: 'cpu' },
  ];
  const [alone] = costs;
  const among = (index: number): Reference[] =>
    index === 0 || alone === undefined
      ? references
      : [
          ...references,
          { name: 'the same in a state of 1 flag', cost: alone, by: 'cpu' },
        ];
  return costs.map((cost, index) => ({
    name: `resolve 1 of ${SIZES[index] ?? 0} flags, with its assignment record`,
    unit: 'resolves',
    cost,
    references: among(index),
  }));
};

const medianOf = async (work: () => number): Promise<Cost> => {
  const rounds: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await costOf(work));
  return medianRound(rounds);
};

const resolveEvery = (resolver: Resolver): number => {
  const credential = credentialOf(resolver);
  const context = users[0] ?? {};
  const names = resolver.flagNames(credential);
  for (const name of names) resolver.resolveFlag(name, { credential, context });
  return names.length;
};

/** Bytes on the JS heap that `make` leaves behind; null without --expose-gc. */
const heapOf = (make: () => unknown): number | null => {
  const { gc } = globalThis;
  if (gc === undefined) return null;
  // What the first collection only finds to be garbage, the second one frees.
  const collect = () => {
    gc();
    gc();
  };
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = [make()];
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  return kept.length > 0 ? bytes : null;
};

const heapNote = (what: string, bytes: number | null): string =>
  bytes === null
    ? `${what}: start Node with --expose-gc to measure the heap`
    : `${what}: ${(bytes / 1e6).toFixed(1)} MB on the heap`;

const compileFigures = async (): Promise<Figure[]> => {
  const text = JSON.stringify(workloadState(LARGEST));
  const state = receivedState(LARGEST);
  const parse: Reference = {
    name: 'JSON.parse of the state',
    cost: await medianOf(() => {
      JSON.parse(text);
      return 1;
    }),
    by: 'cpu',
  };
  const compile = () =>
    credentialOf(compileState(state)).client === '' ? 0 : 1;
  return [
    {
      name: `compile a state of ${LARGEST} flags`,
      unit: 'states',
      cost: await medianOf(compile),
      references: [parse],
      notes: [
        heapNote(
          'compiled',
          heapOf(() => compileState(state)),
        ),
      ],
    },
    {
      name: `compile it and resolve each flag once`,
      unit: 'states',
      cost: await medianOf(() => {
        resolveEvery(compileState(state));
        return 1;
      }),
      references: [parse],
      notes: [
        heapNote(
          'all flags in use',
          heapOf(() => {
            const resolver = compileState(state);
            resolveEvery(resolver);
            return resolver;
          }),
        ),
      ],
    },
  ];
};

/**
 * Resolves of one flag with three rules for 10,000 users in this process,
 * beside what no resolver can avoid: a look-up and, for two users in three, a
 * hash. With more flags in the state it should not get slower.
 */
export const resolveBenchmark: Benchmark = {
  name: 'resolve',
  run: async () => [...(await loopFigures()), ...(await compileFigures())],
};
