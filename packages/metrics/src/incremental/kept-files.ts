import { column, item } from '@etude/sql';
import type { IncrementStep, Query, SelectItem } from '@etude/sql';
import { rowsOf, saveStep } from './increment-context';
import type { KeptPart, KeptTable } from './kept-content';
import type { KeptDays } from './kept-days';

/** The columns by their names. */
export const columnItems = (names: readonly string[]): SelectItem[] =>
  names.map(name => item(name, column(name)));

/** Rows of a session, and which of them count. */
export type PartRows = {
  readonly name: string;
  /** Null: all, whose day is not known any more. */
  readonly days: readonly string[] | null;
};

/** The kept rows as views of a session: each row in one of them. */
export const keptRows = (
  name: string,
  parts: readonly KeptPart[],
  { prefix }: KeptDays,
): { readonly steps: IncrementStep[]; readonly rows: PartRows[] } => {
  const held = new Set(prefix?.days);
  const files = [
    ...(prefix === null ? [] : [{ ...prefix, days: null }]),
    ...parts.flatMap(part => {
      const isHeld = part.generation <= (prefix?.generation ?? 0);
      const days = isHeld ? part.days.filter(day => !held.has(day)) : part.days;
      return days.length === 0 ? [] : [{ ...part, days }];
    }),
  ].map((one, index) => ({
    ...one,
    name: `increment_${name}_kept_${index + 1}`,
  }));
  return {
    steps: files.map(one => ({ kind: 'file', name: one.name, file: one.file })),
    rows: files,
  };
};

/** Rows to add up into a prefix, and those that stay beside it. */
export const splitRows = (
  rows: readonly PartRows[],
  { prefixDays }: KeptDays,
): { readonly settled: PartRows[]; readonly others: PartRows[] } => {
  const isSettled = new Set(prefixDays);
  const restricted = (isWanted: (day: string) => boolean) =>
    rows.flatMap(one => {
      if (one.days === null) return [];
      const days = one.days.filter(isWanted);
      return days.length === 0 ? [] : [{ ...one, days }];
    });
  return {
    settled: [
      ...rows.filter(({ days }) => days === null),
      ...restricted(day => isSettled.has(day)),
    ],
    others: restricted(day => !isSettled.has(day)),
  };
};

/** The rows of all sources. */
export const allRows = (
  rows: readonly PartRows[],
  names: readonly string[],
): Query[] => rows.map(one => rowsOf(one, columnItems(names)));

/** A table of which rows are kept: its name in files and its columns. */
export type KeptRowsOptions = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly generation: number;
};

/**
 * Parts of which days changed as files of the other days: what changed may be
 * that a unit is forgotten, and so must be its rows here.
 */
export const trimmedParts = (
  kept: KeptTable | null,
  parts: readonly KeptPart[],
  { name, columns, generation }: KeptRowsOptions,
): { readonly steps: IncrementStep[]; readonly parts: KeptPart[] } => {
  const before = new Map(kept?.parts.map(part => [part.file, part]));
  const steps: IncrementStep[] = [];
  const trimmed = parts.map((part, index) => {
    if (before.get(part.file)?.days.length === part.days.length) return part;
    const view = `increment_${name}_trimmed_${index + 1}`;
    const file = `${name}-${generation}-trimmed-${index + 1}`;
    steps.push(
      { kind: 'file', name: view, file: part.file },
      saveStep(
        file,
        rowsOf({ name: view, days: part.days }, columnItems(columns)),
      ),
    );
    return { ...part, file };
  });
  return { steps, parts: trimmed };
};
