import type { Config } from '@backstage/config';
import { EtudeError } from '@etude/kernel';

/** What a team may use of the warehouses in a calendar period, in UTC. */
export type Budget = {
  readonly per: 'day' | 'month';
  /** By what engines read, or expect to read; null: no limit. */
  readonly bytes: number | null;
  /** Of warehouse time; null: no limit. */
  readonly seconds: number | null;
};

export type BudgetsConfig = {
  /** Of every team that has none of its own; null: no limit. */
  readonly default: Budget | null;
  readonly owners: ReadonlyMap<string, Budget>;
  /** Whom to ask for more. */
  readonly contact: string | null;
};

/** No team has a budget. */
export const NO_BUDGETS: BudgetsConfig = {
  default: null,
  owners: new Map(),
  contact: null,
};

const invalid = (what: string): EtudeError =>
  new EtudeError(`The configuration etude.budgets is wrong: ${what}`, {
    code: 'ETUDE_METRICS_CONFIG_INVALID',
    kind: 'user',
  });

const amount = (config: Config, key: string, where: string): number | null => {
  const value = config.getOptionalNumber(key);
  if (value === undefined) return null;
  if (value >= 0) return value;
  throw invalid(`${where}.${key} is ${value}; it has to be 0 or more.`);
};

const readBudget = (config: Config, where: string): Budget => {
  const per = config.getOptionalString('per') ?? 'day';
  if (per !== 'day' && per !== 'month') {
    throw invalid(`${where}.per is '${per}'; it has to be day or month.`);
  }
  const budget = {
    per,
    bytes: amount(config, 'bytes', where),
    seconds: amount(config, 'seconds', where),
  } as const;
  if (budget.bytes === null && budget.seconds === null) {
    throw invalid(`${where} has no limit. Set bytes, seconds, or both.`);
  }
  return budget;
};

/**
 * The budgets of teams.
 *
 * @throws ETUDE_METRICS_CONFIG_INVALID
 */
export const readBudgetsConfig = (root: Config): BudgetsConfig => {
  const config = root.getOptionalConfig('etude.budgets');
  if (!config) return NO_BUDGETS;
  const owners = new Map<string, Budget>();
  const listed = config.getOptionalConfigArray('owners') ?? [];
  listed.forEach((each, index) => {
    const owner = each.getString('owner').toLowerCase();
    if (!/^[a-z]+:[^:/\s]+\/[^:/\s]+$/.test(owner)) {
      throw invalid(
        `owners[${index}].owner is '${owner}'; write a full reference such as group:default/growth.`,
      );
    }
    if (owners.has(owner)) throw invalid(`${owner} has two budgets.`);
    owners.set(owner, readBudget(each, `owners[${index}]`));
  });
  const common = config.getOptionalConfig('default');
  return {
    default: common ? readBudget(common, 'default') : null,
    owners,
    contact: config.getOptionalString('contact') ?? null,
  };
};
