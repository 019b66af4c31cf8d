import { errorCode } from './network-failure';
import { warehouseError } from './warehouse-error';

const IS_MISSING = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'];

/**
 * The client library of an engine, which is loaded at the first query: it is
 * heavy, and whoever does not use the engine does not install it. `name` is the
 * library with the versions that the driver knows, such as `pg@^8.0.0`.
 *
 * @throws ETUDE_WAREHOUSE_CLIENT_MISSING with the command that installs it
 */
export const loadClient = <Client>(
  engine: string,
  name: string,
  load: () => Client,
): Client => {
  try {
    return load();
  } catch (error) {
    if (!IS_MISSING.includes(errorCode(error) ?? '')) throw error;
    const install = `yarn workspace @etude/backend add '${name}'`;
    throw warehouseError(
      'client-missing',
      `The client library of ${engine} is not installed: it is large, and only who uses ${engine} needs it. Run \`${install}\`, then start the backend again.`,
      { details: { library: name, install }, cause: error },
    );
  }
};
