import type { ResolverState } from '@etude/flags';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileState } from '../compile-state';
import type {
  FlagResolution,
  MaterializationLookup,
  Semantics,
} from '../resolution';
import { explainFlag } from './explain-flag';
import type { FlagExplanation } from './explanation';
import {
  generatedContexts,
  generatedEnvironments,
  generatedStores,
} from './generated-contexts';
import { generatedStates } from './generated-states';

/** What the two have to agree on. */
const ofResolution = (resolution: FlagResolution | undefined) =>
  resolution && {
    reason: resolution.reason,
    variant: resolution.variant,
    value: resolution.value,
    origin: resolution.origin,
    assignmentId: resolution.assignment?.assignmentId ?? null,
    unit: resolution.assignment?.unit ?? null,
    fallthroughs: resolution.fallthroughs.map(
      ({ rule, assignmentId, unit }) => [rule, assignmentId, unit],
    ),
  };

const hasNoTrail = (reason: string): boolean =>
  ['ERROR', 'MATERIALIZATION_NOT_SUPPORTED'].includes(reason);

const ofExplanation = (explanation: FlagExplanation | undefined) => {
  if (explanation === undefined) return undefined;
  const { reason, variant, value, rules } = explanation;
  const matched =
    reason === 'MATCH'
      ? rules.find(({ outcome }) => outcome === 'matched')
      : undefined;
  return {
    reason,
    variant,
    value,
    origin: matched?.rule ?? null,
    assignmentId: matched?.assignmentId ?? null,
    unit: matched === undefined ? null : (matched.unit ?? ''),
    fallthroughs: hasNoTrail(reason)
      ? []
      : rules
          .filter(({ outcome }) => outcome === 'fellThrough')
          .map(rule => [rule.rule, rule.assignmentId, rule.unit ?? '']),
  };
};

const check = (
  state: ResolverState,
  request: {
    readonly context: Readonly<Record<string, unknown>>;
    readonly environments: readonly string[];
    readonly materializations: MaterializationLookup | undefined;
    readonly semantics: Semantics;
  },
): string[] => {
  const { context, environments, materializations, semantics } = request;
  const resolver = compileState(state, { semantics });
  const credential = {
    id: 'web',
    secretHash: 'hash',
    kind: 'server' as const,
    environments: [...environments],
    client: 'shop',
  };
  const asked = {
    credential,
    context,
    ...(materializations === undefined ? {} : { materializations }),
  };
  const bulk = resolver.resolve(asked);
  return state.flags.map(({ name }) => {
    const resolution = resolver.resolveFlag(name, asked);
    const explanation = explainFlag(state, { flag: name, semantics, ...asked });
    expect(ofExplanation(explanation)).toEqual(ofResolution(resolution));
    expect(explanation?.sentence ?? '.').toMatch(/[.]$/);
    for (const { sentence } of explanation?.rules ?? []) {
      expect(sentence).toMatch(/[.]$/);
    }
    if (bulk.ok) {
      expect(bulk.value.find(({ flag }) => flag === name)).toEqual(resolution);
    }
    return resolution?.reason ?? 'none';
  });
};

describe('the compiled resolver and explainFlag', () => {
  it.each(['general', 'rust'] as const)(
    'agree on every state and context under %s semantics',
    semantics => {
      const seen = new Map<string, number>();
      fc.assert(
        fc.property(
          generatedStates,
          generatedContexts,
          generatedEnvironments,
          generatedStores,
          (state, context, environments, store) => {
            const materializations =
              store === undefined
                ? undefined
                : (_unit: string, name: string) => store[name] ?? null;
            const reasons = check(state, {
              context,
              environments,
              materializations,
              semantics,
            });
            for (const reason of reasons) {
              seen.set(reason, (seen.get(reason) ?? 0) + 1);
            }
          },
        ),
        { seed: 1, numRuns: 1_500 },
      );
      // A generator that never gets to the interesting places proves nothing.
      for (const reason of [
        ...['MATCH', 'NO_SEGMENT_MATCH', 'DEFAULT', 'DISABLED', 'ERROR'],
        ...['PREREQUISITE_FAILED', 'TARGETING_KEY_ERROR', 'none'],
        'MATERIALIZATION_NOT_SUPPORTED',
      ]) {
        expect([reason, seen.get(reason) ?? 0]).toEqual([
          reason,
          expect.toSatisfy((count: number) => count >= 20),
        ]);
      }
    },
    60_000,
  );
});
