import type {
  CreateRelationRequest,
  StoredFactTable,
  StoredRelation,
} from '@etude/plugin-metrics-common';
import type { FieldProblem } from '@etude/ui';

/** A relation between entities as it is typed; empty while not chosen. */
export type RelationDraft = {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly factTableId: string;
  readonly from: string;
  readonly to: string;
  /** Empty: what a row says holds at all times. */
  readonly validFromColumn: string;
};

export const EMPTY_RELATION_DRAFT: RelationDraft = {
  name: '',
  description: '',
  owner: '',
  factTableId: '',
  from: '',
  to: '',
  validFromColumn: '',
};

/** A stored relation, to be changed. */
export const draftOfRelation = (relation: StoredRelation): RelationDraft => ({
  ...relation,
  validFromColumn: relation.validFromColumn ?? '',
});

/** Fact tables whose rows name more than one entity. */
export const mappingTables = (
  tables: readonly StoredFactTable[],
): StoredFactTable[] =>
  tables.filter(({ entityColumns }) => Object.keys(entityColumns).length > 1);

const REQUIRED = {
  name: 'Give the relation a name, such as Signed in.',
  factTableId: 'Choose the fact table whose rows name both entities.',
  from: 'Choose whose facts are to be passed on.',
  to: 'Choose to whom they are passed on.',
  owner: 'Choose the team that answers for it.',
} as const;

/** What a draft still lacks, by field. */
export const unfinishedRelation = (draft: RelationDraft): FieldProblem[] =>
  (Object.keys(REQUIRED) as (keyof typeof REQUIRED)[]).flatMap(path =>
    draft[path].trim() === '' ? [{ path, message: REQUIRED[path] }] : [],
  );

/** The definition that a finished draft stands for. */
export const relationOf = ({
  validFromColumn,
  name,
  description,
  owner,
  factTableId,
  from,
  to,
}: RelationDraft): Omit<CreateRelationRequest, 'id'> => ({
  name: name.trim(),
  description,
  owner,
  factTableId,
  from,
  to,
  ...(validFromColumn === '' ? {} : { validFromColumn }),
});
