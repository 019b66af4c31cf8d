/** Writes one JSON line about a notable event to standard output. */
export type ProcessLog = (
  event: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

/** A process log whose lines carry the name of the program. */
export const createProcessLog =
  (program: string): ProcessLog =>
  (event, details = {}) => {
    const time = new Date().toISOString();
    process.stdout.write(
      `${JSON.stringify({ time, program, event, ...details })}\n`,
    );
  };

/** The text of anything that was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
