import {
  aggregate,
  and,
  arithmetic,
  ascending,
  caseWhen,
  cast,
  column,
  compare,
  isNull,
  item,
  literal,
  not,
  or,
  rowNumber,
  select,
  subquery,
} from '@etude/sql';
import type { Expression, Relation, SelectQuery } from '@etude/sql';
import type {
  MappingPlan,
  PlannedSource,
  RelatedSource,
} from './planned-source';

const FACTS = 'facts';
const MAPPING = 'mapping';
const ROWS = 'mapping_rows';
const CHANGES = 'changes';
const NEXT = 'next_changes';
export const FROM_ID = 'from_id';
export const TO_ID = 'to_id';
const VALID_FROM = 'valid_from';
const VALID_UNTIL = 'valid_until';
const NTH = 'nth';

/** How the one source of rows is read; breaks the circle of nested relations. */
type ReadSource = (source: PlannedSource, alias: string) => Relation;

/** The one id that rows name; NULL where they name two, or none. */
const onlyOne = (id: Expression): Expression =>
  caseWhen([
    {
      when: compare(aggregate('min', id), '=', aggregate('max', id)),
      then: aggregate('min', id),
    },
  ]);

const idOf = (name: string): Expression => cast(column(ROWS, name), 'text');

const timeless = (
  { fromColumn, toColumn }: MappingPlan,
  rows: Relation,
): SelectQuery =>
  select({
    items: [
      item(FROM_ID, idOf(fromColumn)),
      item(TO_ID, onlyOne(idOf(toColumn))),
    ],
    from: rows,
    where: not(isNull(idOf(fromColumn))),
    groupBy: [idOf(fromColumn)],
  });

/** One row per id and instant at which it began to belong to another. */
const changes = (
  { fromColumn, toColumn }: MappingPlan,
  rows: Relation,
  validFrom: Expression,
): SelectQuery =>
  select({
    items: [
      item(FROM_ID, idOf(fromColumn)),
      item(VALID_FROM, validFrom),
      item(TO_ID, onlyOne(idOf(toColumn))),
    ],
    from: rows,
    where: and([not(isNull(idOf(fromColumn))), not(isNull(validFrom))]),
    groupBy: [idOf(fromColumn), validFrom],
  });

const numbered = (query: SelectQuery, alias: string): Relation => {
  const of = (name: string) => column(CHANGES, name);
  return subquery(
    select({
      items: [
        ...[FROM_ID, VALID_FROM, TO_ID].map(name => item(name, of(name))),
        item(NTH, rowNumber([of(FROM_ID)], [ascending(of(VALID_FROM))])),
      ],
      from: subquery(query, CHANGES),
    }),
    alias,
  );
};

/** From which instant to which an id belongs to another. */
const timed = (query: SelectQuery): SelectQuery => {
  const of = (name: string) => column(CHANGES, name);
  const next = (name: string) => column(NEXT, name);
  return select({
    items: [
      ...[FROM_ID, TO_ID, VALID_FROM].map(name => item(name, of(name))),
      item(VALID_UNTIL, next(VALID_FROM)),
    ],
    from: numbered(query, CHANGES),
    joins: [
      {
        type: 'left',
        relation: numbered(query, NEXT),
        on: and([
          compare(of(FROM_ID), '=', next(FROM_ID)),
          compare(next(NTH), '=', arithmetic(of(NTH), '+', literal(1))),
        ]),
      },
    ],
  });
};

/** To whom each id belongs: one row per id, or per id and change. */
export const mappingStates = (
  mapping: MappingPlan,
  read: ReadSource,
): SelectQuery => {
  const rows = read(mapping.source, ROWS);
  if (mapping.validFromColumn === null) return timeless(mapping, rows);
  const validFrom = cast(column(ROWS, mapping.validFromColumn), 'timestamp');
  return changes(mapping, rows, validFrom);
};

const mappingQuery = (mapping: MappingPlan, read: ReadSource): SelectQuery => {
  const states = mappingStates(mapping, read);
  return mapping.validFromColumn === null ? states : timed(states);
};

/** Facts to the id that theirs belongs to; facts of nobody are left out. */
export const relatedRelation = (
  related: RelatedSource,
  alias: string,
  read: ReadSource,
): Relation => {
  const { mapping, timestampColumn } = related;
  const of = (name: string) => column(MAPPING, name);
  const at =
    mapping.validFromColumn === null || timestampColumn === null
      ? null
      : cast(column(FACTS, timestampColumn), 'timestamp');
  const holds =
    at === null
      ? []
      : [
          compare(at, '>=', of(VALID_FROM)),
          or([isNull(of(VALID_UNTIL)), compare(at, '<', of(VALID_UNTIL))]),
        ];
  const id = cast(column(FACTS, related.entityColumn), 'text');
  return subquery(
    select({
      items: [
        ...related.columns.map(name => item(name, column(FACTS, name))),
        item(related.relatedColumn, of(TO_ID)),
      ],
      from: read(related.source, FACTS),
      joins: [
        {
          type: 'inner',
          relation: subquery(mappingQuery(mapping, read), MAPPING),
          on: and([compare(id, '=', of(FROM_ID)), ...holds]),
        },
      ],
      where: not(isNull(of(TO_ID))),
    }),
    alias,
  );
};
