import { z } from 'zod';
import { problemSchema } from './problem';

const MAX_CHARACTERS = 2_000_000;

/** Fact tables, relations and metrics as the text of a `definitions.yaml`. */
export const definitionsFileSchema = z.object({ text: z.string() });

/** The definitions that a file says, applied, or only looked at. */
export const applyDefinitionsRequestSchema = z.object({
  text: z.string().min(1).max(MAX_CHARACTERS),
  /** Says what would change, and changes nothing. */
  isTrial: z.boolean(),
});
export type ApplyDefinitionsRequest = z.infer<
  typeof applyDefinitionsRequestSchema
>;

export const definitionChangeSchema = z.object({
  kind: z.enum(['fact-table', 'relation', 'metric']),
  id: z.string(),
  change: z.enum(['create', 'update', 'none']),
  /** As code, so that they can be compared; empty where there was none. */
  before: z.string(),
  after: z.string(),
  /** Why it is refused; empty when it may be, or was, done. */
  problems: z.array(problemSchema),
});
/** What a file does to one definition. */
export type DefinitionChange = z.infer<typeof definitionChangeSchema>;

/**
 * What a file does to what is stored, in the order in which it is done. What
 * the file does not name stays as it is. `isApplied` is false of a trial, and
 * when something was refused before anything was changed.
 */
export const appliedDefinitionsSchema = z.object({
  isApplied: z.boolean(),
  changes: z.array(definitionChangeSchema),
  /** Experiments of the file, which are planned in the portal instead. */
  ignoredExperiments: z.array(z.string()),
});
export type AppliedDefinitions = z.infer<typeof appliedDefinitionsSchema>;
