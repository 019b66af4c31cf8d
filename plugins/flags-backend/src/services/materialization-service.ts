import type {
  FlagRecord,
  Materialization,
  MaterializationWriteInput,
  MaterializedUnit,
  MaterializedUnitKey,
  MaterializedUnitRecord,
} from '@etude/plugin-flags-common';
import {
  idOfVariant,
  idsOfRule,
  materializationUsers,
} from '../rules/materialization-usage';
import type { ServiceDependencies } from './client-service';

type Dependencies = Pick<ServiceDependencies, 'clock' | 'stores'> & {
  /** See `etude.flags.stickyAssignments.keepDays`; null keeps them. */
  readonly keepStickyDays: number | null;
};

const DAY_MS = 86_400_000;
/** A rule may come back when its flag is reverted. */
const KEEP_WITHOUT_RULE_DAYS = 30;

const usersOf = async ({ stores }: Dependencies) =>
  materializationUsers(await stores.flags.list(), await stores.segments.list());

const forEdges = ({ stores, clock }: Dependencies) => ({
  /** The units that are in their materialization. */
  async read(
    keys: readonly MaterializedUnitKey[],
  ): Promise<MaterializedUnit[]> {
    return stores.materializations.read(keys);
  },

  /**
   * Keeps the first write of a unit and rule, and gives what the units have
   * afterwards, which may be what another edge wrote before.
   */
  async write(
    writes: readonly MaterializationWriteInput[],
  ): Promise<MaterializedUnit[]> {
    await stores.materializations.write(writes, clock.now().toISOString());
    return stores.materializations.read(writes);
  },
});

const forPeople = (deps: Dependencies) => {
  const { materializations, flags } = deps.stores;
  return {
    /** Every materialization that holds units or that a flag names. */
    async list(): Promise<Materialization[]> {
      const [counts, units, users] = await Promise.all([
        materializations.counts(),
        materializations.unitCounts(),
        usersOf(deps),
      ]);
      const names = [...new Set([...units.keys(), ...users.keys()])].sort();
      return names.map(name => ({
        name,
        units: units.get(name) ?? 0,
        flags: [...(users.get(name) ?? [])].sort(),
        counts: counts
          .filter(({ materialization }) => materialization === name)
          .map(({ rule, variant, units: counted }) => ({
            ...idsOfRule(rule),
            variant: idOfVariant(variant),
            units: counted,
          })),
      }));
    },

    /** What one unit is kept in. */
    async lookUp(key: MaterializedUnitKey): Promise<MaterializedUnitRecord> {
      const records = await materializations.records(key);
      return {
        ...key,
        records: records.map(({ rule, variant, at }) => ({
          ...idsOfRule(rule),
          variant: idOfVariant(variant),
          at,
        })),
      };
    },

    /** The flags whose units a removal concerns: users, and those it holds. */
    async flagsOf(materialization: string): Promise<FlagRecord[]> {
      const users = (await usersOf(deps)).get(materialization) ?? [];
      const held = (await materializations.rules(materialization)).flatMap(
        rule => idsOfRule(rule).flag ?? [],
      );
      return flags.getMany([...new Set([...users, ...held])]);
    },

    /** Forgets one unit; gives how many records are gone. */
    async removeUnit({ materialization, unit }: MaterializedUnitKey) {
      return materializations.remove({ materialization, unit });
    },

    /** Forgets every unit; gives how many records are gone. */
    async clear(materialization: string): Promise<number> {
      return materializations.remove({ materialization });
    },
  };
};

const forTime = ({ stores, clock, keepStickyDays }: Dependencies) => {
  const daysAgo = (days: number): string =>
    new Date(clock.now().getTime() - days * DAY_MS).toISOString();

  /** Rules of flags that have been without them for a while. */
  const rulesGone = async (): Promise<string[]> => {
    const held = await stores.materializations.allRules();
    const ids = held.flatMap(rule => idsOfRule(rule).flag ?? []);
    const flags = await stores.flags.getMany([...new Set(ids)]);
    const since = daysAgo(KEEP_WITHOUT_RULE_DAYS);
    return held.filter(name => {
      const { flag: flagId, rule } = idsOfRule(name);
      const flag = flags.find(({ id }) => id === flagId);
      return (
        flag !== undefined &&
        flag.updatedAt < since &&
        flag.rules.every(({ id }) => id !== rule)
      );
    });
  };

  return {
    /**
     * Forgets units of rules that are gone for good, and units that were
     * placed longer ago than assignments are kept; gives how many records.
     */
    async prune(): Promise<number> {
      const { materializations } = stores;
      const ofRules = await materializations.removeRules(await rulesGone());
      return keepStickyDays === null
        ? ofRules
        : ofRules +
            (await materializations.removeBefore(daysAgo(keepStickyDays)));
    },
  };
};

/** Use cases of sticky assignments. */
export type MaterializationService = ReturnType<
  typeof createMaterializationService
>;

/** Use cases of sticky assignments on `stores`. */
export const createMaterializationService = (deps: Dependencies) => ({
  ...forEdges(deps),
  ...forPeople(deps),
  ...forTime(deps),
});
