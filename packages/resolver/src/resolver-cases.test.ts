import { describe, expect, it } from 'vitest';
import { runResolverCases } from './resolver-cases';

/** Given by the test runner; the types of Node stay out of this package. */
declare const __dirname: string;

/** The cases are kept beside the repository, not in it. */
const FOLDER = `${__dirname}/../../../../shared/data/resolver-spec`;

/** A JSON module, or null where it is absent. */
const loadJson = async (name: string): Promise<unknown> => {
  const path = `${FOLDER}/${name}`;
  const loaded: { default: unknown } | null = await import(path).catch(
    () => null,
  );
  return loaded === null ? null : loaded.default;
};

describe('runResolverCases', () => {
  it.for(['general', 'rust'] as const)(
    'passes every published case under %s semantics',
    async (semantics, { skip }) => {
      const state = await loadJson('state.json');
      const tests = await loadJson('tests.json');
      skip(
        state === null || tests === null,
        `SKIPPED: no resolver cases at ${FOLDER}`,
      );
      const report = runResolverCases(state, tests, { semantics });
      expect(report.failed).toEqual([]);
      expect(report.skipped).toEqual([]);
      expect(report.passed).toBeGreaterThanOrEqual(83);
    },
  );

  it('says what is wrong with input that is no case file', () => {
    expect(runResolverCases([], {}).failed).toHaveLength(1);
  });

  it('fails a case whose expectation differs', () => {
    const state = {
      account: { name: 'accounts/acme' },
      clients: {
        secret: {
          client: { name: 'clients/shop' },
          clientCredential: { name: 'clients/shop/credentials/one' },
        },
      },
      flags: {},
      segments: {},
    };
    const report = runResolverCases(state, [
      {
        name: 'wants a flag that is not there',
        resolveRequest: { clientSecret: 'secret', evaluationContext: {} },
        expectedResult: {
          general: { resolvedFlags: [{ flag: 'flags/none' }] },
        },
      },
      { name: 'wants nothing', resolveRequest: {} },
    ]);
    expect(report.failed).toEqual([
      {
        name: 'wants a flag that is not there',
        message: 'flags/none: not resolved',
      },
    ]);
    expect(report.skipped).toHaveLength(1);
  });
});
