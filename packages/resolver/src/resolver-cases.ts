import { compileState } from './compile-state';
import { isStruct } from './context-path';
import type {
  FlagResolution,
  MaterializationLookup,
  ResolveResult,
  Resolver,
  Semantics,
} from './resolution';
import { structAt } from './spec-reader';
import type { Spec } from './spec-reader';
import { stateOfSpec } from './spec-state';

/** What became of the cases of one file. */
export type CaseReport = {
  readonly passed: number;
  readonly failed: readonly {
    readonly name: string;
    readonly message: string;
  }[];
  readonly skipped: readonly {
    readonly name: string;
    readonly reason: string;
  }[];
};

/** JSON with sorted keys, so that equal values have equal text. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isStruct(part)
      ? Object.fromEntries(
          Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );

const lookupOf = (records: unknown): MaterializationLookup | undefined => {
  if (!isStruct(records)) return () => null;
  return (unit, materialization) => {
    const record = structAt(structAt(records, unit), materialization);
    if (record['isUnitInMaterialization'] === undefined) return null;
    return {
      included: record['isUnitInMaterialization'] === true,
      variants: Object.fromEntries(
        Object.entries(structAt(record, 'ruleToVariant')).map(
          ([rule, variant]) => [rule, String(variant)],
        ),
      ),
    };
  };
};

const runRequest = (resolver: Resolver, spec: Spec): ResolveResult => {
  const request = structAt(spec, 'resolveRequest');
  const credential = resolver.findCredential(String(request['clientSecret']));
  if (credential === undefined) {
    return {
      ok: false,
      problems: [
        {
          code: 'ETUDE_RESOLVE_UNKNOWN_CREDENTIAL',
          message: 'The client secret of the request is not in the state.',
        },
      ],
    };
  }
  const flags = request['flags'];
  const materializations = lookupOf(spec['materializations']);
  return resolver.resolve({
    credential,
    context: structAt(request, 'evaluationContext'),
    ...(Array.isArray(flags) ? { flags: flags.map(String) } : {}),
    ...(materializations === undefined ? {} : { materializations }),
  });
};

/** The fields of a resolution that a case may state, in its own words. */
const stated = (resolution: FlagResolution): Spec => ({
  flag: resolution.flag,
  reason: `RESOLVE_REASON_${resolution.reason}`,
  variant: resolution.variant ?? '',
  // The cases state no value for the client default.
  value: resolution.variant === null ? null : resolution.value,
  shouldApply: resolution.shouldApply,
  assignmentId: resolution.assignment?.assignmentId ?? '',
  assignmentOrigin: resolution.origin ?? '',
});

const differences = (expected: Spec, resolution: FlagResolution): string[] => {
  const actual = stated(resolution);
  return Object.entries(expected).flatMap(([key, value]) =>
    canonical(actual[key]) === canonical(value)
      ? []
      : [
          `${resolution.flag}: ${key} is ${canonical(actual[key])}, expected ${canonical(value)}`,
        ],
  );
};

const isErrorExpected = (expected: Spec): boolean => {
  const { expectError } = expected;
  return (
    expectError !== null && expectError !== undefined && expectError !== false
  );
};

/** Every way in which the result is not the expected one. */
const judge = (expected: Spec, result: ResolveResult): string[] => {
  if (!result.ok) {
    return isErrorExpected(expected)
      ? []
      : result.problems.map(({ message }) => message);
  }
  if (isErrorExpected(expected)) {
    return ['The request resolved, but the case expects an error.'];
  }
  const list = expected['resolvedFlags'];
  const expectedFlags: readonly unknown[] = Array.isArray(list) ? list : [];
  const resolutions = new Map(
    result.value.map(resolution => [resolution.flag, resolution]),
  );
  const problems = expectedFlags.filter(isStruct).flatMap(flag => {
    const name = String(flag['flag']);
    const resolution = resolutions.get(name);
    resolutions.delete(name);
    return resolution === undefined
      ? [`${name}: not resolved`]
      : differences(flag, resolution);
  });
  return [
    ...problems,
    ...[...resolutions.keys()].map(name => `${name}: resolved, not expected`),
  ];
};

/**
 * Runs cases of the Confidence resolver format (`state.json`, `tests.json`)
 * against this resolver, for conformance tests and the command line. Order of
 * the resolved flags does not count. A case without a result to compare with
 * is skipped.
 */
export const runResolverCases = (
  state: unknown,
  tests: unknown,
  { semantics = 'general' }: { readonly semantics?: Semantics } = {},
): CaseReport => {
  if (!isStruct(state) || !Array.isArray(tests)) {
    const message =
      'Expected a state object and a list of cases, as in state.json and tests.json of the Confidence resolver. Check the two files.';
    return { passed: 0, failed: [{ name: 'input', message }], skipped: [] };
  }
  const resolver = compileState(stateOfSpec(state), { semantics });
  const cases: readonly unknown[] = tests;
  let passed = 0;
  const failed: { name: string; message: string }[] = [];
  const skipped: { name: string; reason: string }[] = [];
  cases.forEach((test, index) => {
    const spec = isStruct(test) ? test : {};
    const name = typeof spec['name'] === 'string' ? spec['name'] : `#${index}`;
    const results = structAt(spec, 'expectedResult');
    const expected = results[semantics] ?? results['general'];
    if (!isStruct(expected)) {
      skipped.push({ name, reason: 'It states no expected result.' });
      return;
    }
    const problems = judge(expected, runRequest(resolver, spec));
    if (problems.length === 0) passed++;
    else failed.push({ name, message: problems.join('; ') });
  });
  return { passed, failed, skipped };
};
