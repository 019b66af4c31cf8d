import type {
  EventDefinitionInput,
  EventField,
  EventFieldType,
} from './event-definition-draft';
import { factDifferences } from './fact-differences';
import type { Fact, FactDifference } from './fact-differences';

/** The types of a field, in words. */
export const EVENT_FIELD_TYPES: readonly {
  readonly id: EventFieldType;
  readonly label: string;
}[] = [
  { id: 'text', label: 'Text' },
  { id: 'number', label: 'Number' },
  { id: 'integer', label: 'Whole number' },
  { id: 'boolean', label: 'Yes or no' },
  { id: 'time', label: 'Time' },
  { id: 'object', label: 'Object' },
  { id: 'list', label: 'List' },
];

const typeWords = (type: EventFieldType): string =>
  EVENT_FIELD_TYPES.find(({ id }) => id === type)?.label ?? type;

/** Type, presence and entity of a field: “Text, required, id of a user”. */
export const eventFieldWords = ({
  type,
  isRequired,
  entity,
}: Omit<EventField, 'path' | 'description'>): string =>
  [
    typeWords(type),
    isRequired ? 'required' : 'optional',
    ...(entity === undefined ? [] : [`id of a ${entity}`]),
  ].join(', ');

type Definition = Omit<EventDefinitionInput, 'id'>;

const wordsAndMeaning = (field: EventField): string =>
  [eventFieldWords(field), field.description].filter(Boolean).join('. ');

const NOT_THERE = 'not there';

/** Where the fields of two versions differ, by path. */
export const eventFieldDifferences = (
  before: Pick<Definition, 'fields'>,
  after: Pick<Definition, 'fields'>,
): readonly FactDifference[] => {
  const wordsOf = ({ fields }: Pick<Definition, 'fields'>) =>
    new Map(fields.map(field => [field.path, wordsAndMeaning(field)]));
  const [was, is] = [wordsOf(before), wordsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map(path => ({
      label: path,
      before: was.get(path) ?? NOT_THERE,
      after: is.get(path) ?? NOT_THERE,
    }))
    .filter(difference => difference.before !== difference.after);
};

const identityFacts = ({
  name,
  description,
  owner,
}: Definition): readonly Fact[] => [
  { label: 'Name', value: name },
  { label: 'Description', value: description || 'none' },
  { label: 'Owner', value: owner },
];

/** Where two versions of a definition differ, in words. */
export const eventDefinitionDifferences = (
  before: Definition,
  after: Definition,
): readonly FactDifference[] => [
  ...factDifferences(identityFacts(before), identityFacts(after)),
  ...eventFieldDifferences(before, after),
];
