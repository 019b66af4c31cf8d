import type { Caller } from '@etude/api-node';
import type { Problem } from '@etude/kernel';
import { printDefinitions } from '@etude/metrics/as-code';
import type { Definitions } from '@etude/metrics/as-code';
import {
  createFactTableRequestSchema,
  createMetricRequestSchema,
  createRelationRequestSchema,
} from '@etude/plugin-metrics-common';
import type {
  DefinitionChange,
  StoredFactTable,
  StoredMetric,
  StoredRelation,
} from '@etude/plugin-metrics-common';
import type { Request } from 'express';
import type { z } from 'zod';
import type { FactTables } from './fact-tables';
import type { Metrics } from './metrics';
import type { Relations } from './relations';

/** What is defined now. */
export type StoredDefinitions = {
  readonly factTables: readonly StoredFactTable[];
  readonly relations: readonly StoredRelation[];
  readonly metrics: readonly StoredMetric[];
};

type By = { readonly caller: Caller; readonly request: Request };

/** What a file does to one definition, and how that is checked and done. */
export type PlannedChange = Omit<DefinitionChange, 'problems'> & {
  readonly problems: readonly Problem[];
  /** Refuses what the caller may not do. */
  readonly check: (caller: Caller) => Promise<void>;
  readonly apply: (by: By) => Promise<unknown>;
};

type Definition = { readonly id: string; readonly owner: string };

type Kind<T extends Definition, S extends T> = {
  readonly kind: DefinitionChange['kind'];
  readonly schema: z.ZodType;
  readonly print: (definition: T) => Partial<Definitions>;
  readonly stored: readonly S[];
  /** Why it cannot become what is wanted, besides what the schema says. */
  readonly problems?: (wanted: T, stored: S | undefined) => Problem[];
  readonly check: (
    wanted: T,
    stored: S | undefined,
    caller: Caller,
  ) => Promise<void>;
  readonly create: (wanted: T, by: By) => Promise<unknown>;
  readonly update: (wanted: T, stored: S, by: By) => Promise<unknown>;
};

const NOTHING: Definitions = {
  entities: [],
  columns: [],
  factTables: [],
  relations: [],
  metrics: [],
  experiments: [],
};

/** One definition as code; what is the same is written the same. */
const textOf = (part: Partial<Definitions>): string =>
  printDefinitions({ ...NOTHING, ...part }).replace(/^entities: \{\}\n/, '');

const schemaProblems = (schema: z.ZodType, wanted: Definition): Problem[] => {
  const parsed = schema.safeParse(wanted);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ message, path }) => ({
        code: 'ETUDE_METRICS_DEFINITION_INVALID',
        message,
        path: path.join('.'),
      }));
};

const changeOf = <T extends Definition, S extends T>(
  wanted: T,
  kind: Kind<T, S>,
): PlannedChange => {
  const stored = kind.stored.find(({ id }) => id === wanted.id);
  const before = stored ? textOf(kind.print(stored)) : '';
  const after = textOf(kind.print(wanted));
  const described = { kind: kind.kind, id: wanted.id, before, after };
  if (before === after) {
    const nothing = async () => {};
    const rest = { problems: [], check: nothing, apply: nothing };
    return { ...described, ...rest, change: 'none' };
  }
  return {
    ...described,
    change: stored ? 'update' : 'create',
    problems: [
      ...schemaProblems(kind.schema, wanted),
      ...(kind.problems?.(wanted, stored) ?? []),
    ],
    check: caller => kind.check(wanted, stored, caller),
    apply: by =>
      stored ? kind.update(wanted, stored, by) : kind.create(wanted, by),
  };
};

const revived: Problem = {
  code: 'ETUDE_METRICS_METRIC_ARCHIVED',
  path: 'state',
  message:
    'It is archived, and archived metrics are not taken back. Give the metric another id, or write state: archived.',
};

/** What a file changes, fact tables first and metrics last. */
export const definitionChanges = (
  wanted: Definitions,
  stored: StoredDefinitions,
  services: {
    readonly factTables: FactTables;
    readonly relations: Relations;
    readonly metrics: Metrics;
  },
): PlannedChange[] => {
  const { factTables, relations, metrics } = services;
  const tables: Kind<Definitions['factTables'][number], StoredFactTable> = {
    kind: 'fact-table',
    schema: createFactTableRequestSchema,
    print: one => ({ factTables: [one] }),
    stored: stored.factTables,
    check: (body, before, caller) => factTables.mayStore(body, before, caller),
    create: (body, by) => factTables.create({ ...by, body }),
    update: ({ id, ...body }, { etag }, by) =>
      factTables.update(id, { ...by, body: { ...body, etag } }),
  };
  const related: Kind<Definitions['relations'][number], StoredRelation> = {
    kind: 'relation',
    schema: createRelationRequestSchema,
    print: one => ({ relations: [one] }),
    stored: stored.relations,
    check: (body, before, caller) => relations.mayStore(body, before, caller),
    create: (body, by) => relations.create({ ...by, body }),
    update: ({ id, ...body }, { etag }, by) =>
      relations.update(id, { ...by, body: { ...body, etag } }),
  };
  const measured: Kind<Definitions['metrics'][number], StoredMetric> = {
    kind: 'metric',
    schema: createMetricRequestSchema,
    print: one => ({ metrics: [one] }),
    stored: stored.metrics,
    problems: ({ state }, before) =>
      state === 'active' && before?.state === 'archived' ? [revived] : [],
    check: (body, before, caller) => metrics.mayStore(body, before, caller),
    create: async ({ state, ...body }, by) => {
      await metrics.create({ ...by, body });
      if (state === 'archived') await metrics.archive(body.id, by);
    },
    update: async ({ id, state, ...body }, before, by) => {
      const { etag } = before;
      const same = { ...body, id, state: before.state };
      if (textOf({ metrics: [same] }) !== textOf({ metrics: [before] })) {
        await metrics.update(id, { ...by, body: { ...body, etag } });
      }
      if (state === 'archived') await metrics.archive(id, by);
    },
  };
  return [
    ...wanted.factTables.map(one => changeOf(one, tables)),
    ...wanted.relations.map(one => changeOf(one, related)),
    ...wanted.metrics.map(one => changeOf(one, measured)),
  ];
};
