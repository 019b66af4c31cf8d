import { dialectById } from '../dialects/dialect-by-id';
import type { DialectId } from '../dialect-id';
import { aggregateCases } from './aggregate-cases';
import type { EngineCase } from './engine-case';
import { isWithin } from './engine-case';
import { queryCases } from './query-cases';
import { timeCases } from './time-cases';
import { valueCases } from './value-cases';

/**
 * What every node means, as queries that bring their own rows: the cases that
 * an engine's driver package runs to show that the dialect's text means on the
 * engine what it means everywhere.
 */
export const engineCases = (dialect: DialectId): readonly EngineCase[] => {
  const { capabilities } = dialectById(dialect);
  return [...valueCases, ...timeCases, ...aggregateCases, ...queryCases].filter(
    engineCase => isWithin(capabilities, engineCase),
  );
};
