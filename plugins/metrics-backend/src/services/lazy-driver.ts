import { warehouseError } from '@etude/warehouse';
import type { WarehouseDriver } from '@etude/warehouse';

/**
 * A driver that is opened at its first question, so that a warehouse nobody
 * asks costs nothing; a failed opening is tried again.
 */
export const lazyDriver = (
  dialect: WarehouseDriver['dialect'],
  open: () => WarehouseDriver,
): WarehouseDriver => {
  let driver: WarehouseDriver | null = null;
  let isClosed = false;
  const opened = (): WarehouseDriver => {
    if (isClosed) {
      throw warehouseError('closed', 'The warehouse is closed already.');
    }
    driver ??= open();
    return driver;
  };
  return {
    dialect,
    query: async (sql, options) => opened().query(sql, options),
    describe: async (sql, options) => opened().describe(sql, options),
    estimate: async (sql, options) => opened().estimate(sql, options),
    close: async () => {
      isClosed = true;
      await driver?.close();
    },
  };
};
