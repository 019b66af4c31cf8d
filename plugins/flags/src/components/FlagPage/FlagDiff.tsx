import { TextDiff } from '@etude/ui';

export type FlagDiffProps = {
  /** Null where there was none. */
  readonly before: object | null;
  readonly after: object;
};

// What changes with every revision says nothing about this one.
const HIDDEN: ReadonlySet<string> = new Set(['etag', 'updatedAt', 'updatedBy']);

const textOf = (record: object): string =>
  JSON.stringify(
    record,
    (key, value: unknown) => (HIDDEN.has(key) ? undefined : value),
    2,
  );

/** The lines by which two revisions differ, as JSON. */
export const FlagDiff = ({ before, after }: FlagDiffProps) => (
  <TextDiff
    label="Changes as JSON"
    before={before === null ? '' : textOf(before)}
    after={textOf(after)}
  />
);
