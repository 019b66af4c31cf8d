import type { Knex } from 'knex';
import { createStores } from '../stores/stores';
import type { Stores } from '../stores/stores';

/** What a write did; without a change nothing is stored. */
export type WriteOutcome<T> = {
  readonly value: T;
  readonly isChanged: boolean;
};

/** Runs one write of anything that resolvers see. */
export type WriteState = <T>(
  write: (stores: Stores) => Promise<WriteOutcome<T>>,
) => Promise<T>;

/**
 * Runs writes one after the other, also across replicas: the first statement
 * raises the state version, whose row lock lasts until the write is committed
 * (one transaction; rolled back when nothing changed or something failed).
 */
export const createWriteState =
  (database: Knex, onCommitted: () => void): WriteState =>
  async write => {
    const transaction = await database.transaction();
    try {
      const stores = createStores(transaction);
      await stores.stateVersion.raise();
      const { value, isChanged } = await write(stores);
      if (isChanged) {
        await transaction.commit();
        onCommitted();
      } else {
        await transaction.rollback();
      }
      return value;
    } catch (error) {
      if (!transaction.isCompleted()) await transaction.rollback();
      throw error;
    }
  };
