import fs from 'node:fs/promises';
import { z } from 'zod';

const demoFileSchema = z.object({
  clientSecret: z.string(),
  flagId: z.string(),
  liveExperimentId: z.string(),
  seededAt: z.string(),
});

/** What the traffic needs to know of a seeded demo organisation. */
export type DemoFile = z.infer<typeof demoFileSchema>;

/** The seeded demo's facts; undefined before it is seeded. */
export const readDemoFile = async (
  file: string,
): Promise<DemoFile | undefined> => {
  try {
    return demoFileSchema.parse(JSON.parse(await fs.readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
};

/** Written last: its presence says that seeding went through. */
export const writeDemoFile = async (
  file: string,
  content: DemoFile,
): Promise<void> => {
  await fs.writeFile(`${file}.partial`, JSON.stringify(content), {
    mode: 0o600,
  });
  await fs.rename(`${file}.partial`, file);
};
