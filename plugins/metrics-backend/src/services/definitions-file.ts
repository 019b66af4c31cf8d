import type { Caller } from '@etude/api-node';
import { isEtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import { parseDefinitions, printDefinitions } from '@etude/metrics/as-code';
import type { Definitions } from '@etude/metrics/as-code';
import type {
  AppliedDefinitions,
  ApplyDefinitionsRequest,
  DefinitionChange,
} from '@etude/plugin-metrics-common';
import type { Request } from 'express';
import { refusal } from '../metrics-errors';
import { definitionChanges } from './definition-file-changes';
import type {
  PlannedChange,
  StoredDefinitions,
} from './definition-file-changes';
import type { FactTables } from './fact-tables';
import type { Metrics } from './metrics';
import type { Relations } from './relations';

export type DefinitionsFileOptions = {
  readonly factTables: FactTables;
  readonly relations: Relations;
  readonly metrics: Metrics;
};

type ApplyCall = {
  readonly body: ApplyDefinitionsRequest;
  readonly caller: Caller;
  readonly request: Request;
};

const entitiesOf = ({
  factTables,
  relations,
}: StoredDefinitions): Definitions['entities'] => {
  const ids = new Set([
    ...factTables.flatMap(({ entityColumns }) => Object.keys(entityColumns)),
    ...relations.flatMap(({ from, to }) => [from, to]),
  ]);
  return [...ids].sort().map(id => ({ id, description: '' }));
};

const refusedFile = (problems: readonly Problem[]) =>
  refusal(
    'ETUDE_METRICS_DEFINITIONS_INVALID',
    'The definitions cannot be applied',
    problems,
  );

const sentProblem = ({ code, message, path }: Problem) => ({
  code,
  message,
  ...(path === undefined ? {} : { path }),
});

const sentChange = ({
  kind,
  id,
  change,
  before,
  after,
  problems,
}: PlannedChange): DefinitionChange => ({
  ...{ kind, id, change, before, after },
  problems: problems.map(sentProblem),
});

/** What an expected refusal says; whatever else happened is thrown on. */
const problemsOfRefusal = (error: unknown): readonly Problem[] => {
  if (!isEtudeError(error) || error.kind === 'bug') throw error;
  return error.problems.length > 0 ? error.problems : [error];
};

/** Fact tables, relations and metrics as code: written out, and applied. */
export class DefinitionsFile {
  readonly #options: DefinitionsFileOptions;

  constructor(options: DefinitionsFileOptions) {
    this.#options = options;
  }

  /** Everything that is defined, as a `definitions.yaml`. */
  async write(caller: Caller): Promise<string> {
    const stored = await this.#stored(caller);
    return printDefinitions({
      ...stored,
      entities: entitiesOf(stored),
      columns: [],
      experiments: [],
    });
  }

  /**
   * Does what the file says, one definition after the other, each as if a
   * person had changed it: with their permissions, checked against its
   * warehouse, kept as a version and audited. Nothing is begun when a
   * definition is not allowed or not well-formed; one that its warehouse
   * refuses is told and left, and the others are done.
   *
   * @throws ETUDE_METRICS_DEFINITIONS_INVALID with every problem of the file,
   * by its line
   */
  async apply({
    body,
    caller,
    request,
  }: ApplyCall): Promise<AppliedDefinitions> {
    const parsed = parseDefinitions(body.text);
    if (!parsed.ok) throw refusedFile(parsed.problems);
    const ignored = {
      ignoredExperiments: parsed.value.experiments.map(({ id }) => id),
    };
    const stored = await this.#stored(caller);
    const planned = definitionChanges(parsed.value, stored, this.#options);
    const changes: PlannedChange[] = [];
    for (const one of planned) {
      const forbidden = await one
        .check(caller)
        .then(() => [], problemsOfRefusal);
      changes.push({ ...one, problems: [...one.problems, ...forbidden] });
    }
    const isRefused = changes.some(({ problems }) => problems.length > 0);
    if (body.isTrial || isRefused) {
      return { isApplied: false, ...ignored, changes: changes.map(sentChange) };
    }
    const done: DefinitionChange[] = [];
    for (const one of changes) {
      const problems = await one
        .apply({ caller, request })
        .then(() => [], problemsOfRefusal);
      done.push(sentChange({ ...one, problems }));
    }
    return { isApplied: true, ...ignored, changes: done };
  }

  async #stored(caller: Caller): Promise<StoredDefinitions> {
    const { factTables, relations, metrics } = this.#options;
    return {
      factTables: await factTables.list({}, caller),
      relations: await relations.list(caller),
      metrics: await metrics.list({}, caller),
    };
  }
}
