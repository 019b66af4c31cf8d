import type { FieldProblem } from '@etude/ui';
import type { ColumnRow } from './column-rows';
import { ofRole, sourceOf } from './fact-table-draft';
import type { FactTableDraft } from './fact-table-draft';

const columnMessages = (
  { name, role, label, isGone }: ColumnRow,
  draft: FactTableDraft,
): string[] => {
  const messages: string[] = [];
  const isNamed = role === 'entity' || role === 'measure';
  const sameName = ofRole(draft, role).filter(
    other => other.label.trim() === label.trim(),
  );
  if (isGone && role !== 'unused') {
    messages.push(
      `Column ${name} is not in the source any more. Choose “Not used”, or another source.`,
    );
  }
  if (isNamed && label.trim() === '') {
    messages.push(`Column ${name} has no name as ${role}.`);
  }
  if (role === 'entity' && sameName.length > 1) {
    messages.push(
      `Two columns name the entity “${label.trim()}”. Choose one of them, or name them apart.`,
    );
  }
  return messages;
};

/** Fields that are not filled in yet; the backend judges what they say. */
export const unfinishedFactTable = (draft: FactTableDraft): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const refuse = (path: string, message: string) =>
    problems.push({ path, message });
  if (draft.name.trim() === '') {
    refuse('name', 'The fact table has no name. Say what its rows are.');
  }
  if (draft.owner === '') {
    refuse('owner', 'No team owns the fact table. Choose one of yours.');
  }
  if (sourceOf(draft) === undefined) {
    refuse('source', 'No source is chosen. Say where the rows come from.');
  } else if (draft.columns === null) {
    refuse(
      'source',
      'The columns were not looked at yet. Press “Look at columns”.',
    );
  } else if (ofRole(draft, 'entity').length === 0) {
    refuse(
      'columns',
      'No column names an entity, so rows cannot be matched to units. Choose the column that holds the unit.',
    );
  }
  return [
    ...problems,
    ...(draft.columns ?? []).flatMap((row, index) =>
      columnMessages(row, draft).map(message => ({
        path: `columns[${index}]`,
        message,
      })),
    ),
  ];
};

/** Problems of the sent fact table at the columns of the form. */
export const atColumns = (
  problems: readonly FieldProblem[],
  draft: FactTableDraft,
): FieldProblem[] => {
  const columnPath = (row: ColumnRow | undefined): string => {
    const index = row ? (draft.columns ?? []).indexOf(row) : -1;
    return index < 0 ? 'columns' : `columns[${index}]`;
  };
  const formPath = (path: string): string => {
    if (path === 'timestampColumn') {
      return columnPath(ofRole(draft, 'time')[0]);
    }
    const [, list, index] =
      /^(measures|dimensions)(?:\[(\d+)\])?/.exec(path) ?? [];
    if (list) {
      const role = list === 'measures' ? 'measure' : 'dimension';
      return columnPath(ofRole(draft, role)[Number(index)]);
    }
    if (!path.startsWith('entityColumns')) return path;
    const entity = path.slice('entityColumns.'.length);
    return columnPath(
      ofRole(draft, 'entity').find(({ label }) => label.trim() === entity),
    );
  };
  return problems.map(({ path, message }) =>
    path === undefined ? { message } : { path: formPath(path), message },
  );
};
