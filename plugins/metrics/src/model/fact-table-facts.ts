import type { Fact } from './fact-differences';
import { measureLabel } from './metric-words';
import { sourceWords } from './source-words';
import type { FactTableDefinition } from './wire-types';

type Definition = Omit<FactTableDefinition, 'id'>;

const NONE = 'none';

const measureWords = (measure: Definition['measures'][number]): string =>
  measure.name === measure.column
    ? measureLabel(measure)
    : `${measureLabel(measure)}, from column ${measure.column}`;

const listOf = (words: readonly string[], separator: string): string =>
  words.toSorted().join(separator);

/** Where the rows of a fact table come from, and what its columns are for. */
export const factTableFacts = (table: Definition): readonly Fact[] => [
  { label: 'Source', value: sourceWords(table) },
  {
    label: 'Time of a row',
    value: table.timestampColumn ?? 'none: rows count whenever they happened',
  },
  {
    label: 'Entities',
    value: listOf(
      Object.entries(table.entityColumns).map(
        ([entity, column]) => `${entity}, from column ${column}`,
      ),
      '; ',
    ),
  },
  {
    label: 'Measures',
    value:
      listOf(table.measures.map(measureWords), '; ') ||
      'none: metrics can only count rows',
  },
  { label: 'Dimensions', value: listOf(table.dimensions, ', ') || NONE },
];

/** Every property of a fact table in words, for comparing. */
export const allFactTableFacts = (table: Definition): readonly Fact[] => [
  { label: 'Name', value: table.name },
  { label: 'Description', value: table.description || NONE },
  { label: 'Owner', value: table.owner },
  ...factTableFacts(table),
  {
    label: 'SQL',
    value: table.source.kind === 'query' ? table.source.sql : NONE,
    isText: true,
  },
];
