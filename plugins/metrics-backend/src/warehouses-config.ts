import type { Config } from '@backstage/config';
import { EtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import { z } from 'zod';
import { warehouseSchema } from './warehouse-schema';
import type { WarehouseConfig } from './warehouse-schema';

const ROOT = 'etude.warehouses';

const keyOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (key, part) =>
      typeof part === 'number' ? `${key}[${part}]` : `${key}.${String(part)}`,
    ROOT,
  );

const repeatedIds = (warehouses: readonly WarehouseConfig[]): Problem[] =>
  warehouses.flatMap((warehouse, index) => {
    const first = warehouses.findIndex(other => other.id === warehouse.id);
    if (first === index) return [];
    const key = keyOf([index, 'id']);
    return [
      {
        code: 'ETUDE_METRICS_CONFIG_INVALID',
        path: key,
        message: `The configuration ${key} is '${warehouse.id}', as is ${keyOf([first, 'id'])}. Give each warehouse an id of its own.`,
      },
    ];
  });

const invalid = (problems: readonly Problem[]): EtudeError =>
  new EtudeError(problems.map(({ message }) => message).join(' '), {
    code: 'ETUDE_METRICS_CONFIG_INVALID',
    kind: 'user',
    problems,
  });

/**
 * The warehouses of the company besides the lake.
 *
 * @throws ETUDE_METRICS_CONFIG_INVALID with every wrong key and how to mend it
 */
export const readWarehousesConfig = (
  config: Config,
): readonly WarehouseConfig[] => {
  const parsed = z
    .array(warehouseSchema, {
      error: 'is no list. Write a list of warehouses, each with id and type.',
    })
    .safeParse(config.getOptional(ROOT) ?? []);
  if (!parsed.success) {
    throw invalid(
      parsed.error.issues.map(({ path, message }) => ({
        code: 'ETUDE_METRICS_CONFIG_INVALID',
        path: keyOf(path),
        message: `The configuration ${keyOf(path)} ${message}`,
      })),
    );
  }
  const repeated = repeatedIds(parsed.data);
  if (repeated.length > 0) throw invalid(repeated);
  return parsed.data;
};
