import { z } from 'zod';

const partitionDaySchema = z.object({
  day: z.iso.date(),
  fingerprint: z.string(),
  newestMs: z.number(),
});

const keptPartSchema = z.object({
  file: z.string(),
  /** The increment that made it, from 1 on. */
  generation: z.number().int().positive(),
  days: z.array(z.iso.date()).readonly(),
});

const keptTableSchema = z.object({
  /** The days that are kept, as they were when they were read. */
  days: z.array(partitionDaySchema).readonly(),
  /** Rows by day; what a unit did before it was exposed is in later parts. */
  parts: z.array(keptPartSchema).readonly(),
  /** The sum over these days of all parts up to this generation. */
  prefix: keptPartSchema.nullable(),
});

const keptContentSchema = z.object({
  format: z.literal(1),
  /** What is kept, in full: names of files are only its digest. */
  identity: z.string(),
  generation: z.number().int().positive(),
  until: z.iso.datetime({ offset: true }),
  /** Assignments by unit. */
  exposures: keptTableSchema,
  /** Numbers of units that are others than in the prefix of exposures. */
  numbers: z.string(),
  scans: z.array(keptTableSchema).readonly(),
});

export type KeptDay = Readonly<z.infer<typeof partitionDaySchema>>;
export type KeptPart = Readonly<z.infer<typeof keptPartSchema>>;
export type KeptTable = Readonly<z.infer<typeof keptTableSchema>>;
export type KeptContent = Readonly<z.infer<typeof keptContentSchema>>;

/** What is kept of `identity`; null where that is nothing of use. */
export const readKeptContent = (
  content: unknown,
  identity: string,
): KeptContent | null => {
  const parsed = keptContentSchema.safeParse(content);
  return parsed.success && parsed.data.identity === identity
    ? parsed.data
    : null;
};

/** The same without files that turned out to have no rows. */
export const withoutEmptyParts = (
  content: KeptContent | null,
  rowsOfFiles: Readonly<Record<string, number>>,
): KeptContent | null => {
  if (content === null) return null;
  const withRows = (table: KeptTable): KeptTable => ({
    ...table,
    parts: table.parts.filter(({ file }) => rowsOfFiles[file] !== 0),
  });
  return {
    ...content,
    exposures: withRows(content.exposures),
    scans: content.scans.map(withRows),
  };
};
