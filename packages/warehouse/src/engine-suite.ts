import type { EngineUnderTest } from './engine-under-test';

/** The part of vitest that tests on a started engine need. */
export type EngineRunner = {
  readonly beforeAll: (body: () => Promise<void>, timeoutMs: number) => unknown;
  readonly afterAll: (body: () => Promise<void>) => unknown;
  readonly it: (
    name: string,
    body: (context: {
      readonly skip: (why: string) => unknown;
    }) => Promise<void>,
    timeoutMs: number,
  ) => unknown;
  /** Says on the terminal what was not tested. */
  readonly warn: (message: string) => unknown;
};

const START_TIMEOUT_MS = 300_000;
const CASE_TIMEOUT_MS = 60_000;

/**
 * Starts an engine before the cases of a file and stops it after them. The
 * result declares one case with the engine; where the machine cannot start it,
 * every case is skipped with the reason, which is also said aloud.
 */
export const engineSuite = <Engine extends EngineUnderTest>(
  start: () => Promise<Engine | { readonly unavailable: string }>,
  { beforeAll, afterAll, it, warn }: EngineRunner,
) => {
  let engine: Engine | { readonly unavailable: string } = {
    unavailable: 'it was not started',
  };
  beforeAll(async () => {
    engine = await start();
    if ('unavailable' in engine) warn(`SKIPPED: ${engine.unavailable}`);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    if (!('unavailable' in engine)) await engine.stop();
  });
  return (name: string, body: (engine: Engine) => Promise<void>): void => {
    it(
      name,
      async ({ skip }) => {
        if ('unavailable' in engine) skip(engine.unavailable);
        else await body(engine);
      },
      CASE_TIMEOUT_MS,
    );
  };
};
