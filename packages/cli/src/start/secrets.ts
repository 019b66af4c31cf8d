import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { z } from 'zod';

const secretsSchema = z.object({
  edgeToken: z.string().min(32),
  operatorToken: z.string().min(32),
});

/** Tokens the processes of one system know each other by. */
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * The tokens of a state folder, made once and readable by this user only.
 */
export const readOrMakeSecrets = async (file: string): Promise<Secrets> => {
  try {
    return secretsSchema.parse(JSON.parse(await fs.readFile(file, 'utf8')));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const secrets: Secrets = {
    edgeToken: randomBytes(24).toString('hex'),
    operatorToken: randomBytes(24).toString('hex'),
  };
  await fs.writeFile(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  return secrets;
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
