import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateErrorRates } from './allocate-error-rates';
import type { DecisionNode } from './decision-node';
import { hypothesesOf, standardDecisionTree } from './decision-node';
import { decisionRuleDesign } from './decision-rule-design';
import type { ThreeValued } from './evaluate-decision';
import { evaluateDecision } from './evaluate-decision';

const leaf = (id: string): DecisionNode => ({ kind: 'hypothesis', id });
const all = (...children: DecisionNode[]): DecisionNode => ({
  kind: 'all',
  children,
});
const any = (...children: DecisionNode[]): DecisionNode => ({
  kind: 'any',
  children,
});

// Few ids, so that some trees name a hypothesis at several places.
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

const { tree: trees } = fc.letrec<{ tree: DecisionNode }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(...IDS).map(leaf),
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      children: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

const threeValued = fc.constantFrom<ThreeValued>(true, false, null);
const outcomeSets = fc.record<Record<string, ThreeValued>>(
  Object.fromEntries(IDS.map(id => [id, threeValued])),
);

const verdictOf = (
  root: DecisionNode,
  outcomes: Readonly<Record<string, ThreeValued>>,
): ThreeValued | 'refused' => {
  const result = evaluateDecision(root, outcomes);
  return result.ok ? result.value.holds : 'refused';
};

const ratesOf = (
  root: DecisionNode,
  rates: Parameters<typeof allocateErrorRates>[1],
) => {
  const result = allocateErrorRates(root, rates);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

const subsets = (ids: readonly string[]): readonly (readonly string[])[] =>
  ids.reduce<readonly (readonly string[])[]>(
    (sets, id) => [...sets, ...sets.map(set => [...set, id])],
    [[]],
  );

describe('allocateErrorRates', () => {
  it('leaves no power to what only rounding has left: 1 − 0.95 = 0.05 + 4e-17', () => {
    const strict = { alpha: 0.05, power: 0.95 };
    expect(
      allocateErrorRates(
        { kind: 'hypothesis', id: 'a' },
        { ...strict, vetoAlpha: 0.05 },
      ).ok,
    ).toBe(false);
    expect(
      decisionRuleDesign({
        ...strict,
        rule: 2,
        successMetrics: 1,
        guardrailsWithNim: 0,
        guarantee: 'strict',
      }).ok,
    ).toBe(false);
  });

  it('splits α at any and β at all, at every depth', () => {
    const rates = ratesOf(
      all(any(leaf('a'), all(leaf('b'), leaf('c'))), leaf('d')),
      {
        alpha: 0.05,
        power: 0.8,
      },
    );
    expect(rates['a']?.alpha).toBeCloseTo(0.025, 12);
    expect(rates['a']?.power).toBeCloseTo(0.9, 12);
    expect(rates['b']?.alpha).toBeCloseTo(0.025, 12);
    expect(rates['b']?.power).toBeCloseTo(0.95, 12);
    expect(rates['d']?.alpha).toBeCloseTo(0.05, 12);
    expect(rates['d']?.power).toBeCloseTo(0.9, 12);
  });

  it('gives a hypothesis at two places the stricter of both', () => {
    const rates = ratesOf(
      all(any(leaf('a'), leaf('b')), all(leaf('a'), leaf('c'))),
      { alpha: 0.05, power: 0.8 },
    );
    expect(rates['a']?.alpha).toBeCloseTo(0.025, 12);
    expect(rates['a']?.power).toBeCloseTo(0.95, 12);
    expect(Object.keys(rates)).toEqual(['a', 'b', 'c']);
  });

  it('equals Rule 1 and strict Rule 2 on the tree of Rule 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(0, 0.03),
        (success, guardrails, treatmentVariants, vetoAlpha) => {
          fc.pre(success + guardrails > 0);
          const superiority = Array.from(
            { length: success },
            (_, i) => `s${i}`,
          );
          const nonInferiority = Array.from(
            { length: guardrails },
            (_, i) => `g${i}`,
          );
          const shared = { alpha: 0.05, power: 0.8, treatmentVariants };
          const rates = ratesOf(
            standardDecisionTree({ superiority, nonInferiority }),
            { ...shared, vetoAlpha },
          );
          const design = decisionRuleDesign({
            ...shared,
            successMetrics: success,
            guardrailsWithNim: guardrails,
            ...(vetoAlpha === 0
              ? { rule: 1 }
              : {
                  rule: 2,
                  guarantee: 'strict',
                  alphaDeterioration: vetoAlpha,
                }),
          });
          if (!design.ok) throw new Error(design.problems[0]?.message);
          for (const id of superiority) {
            expect(rates[id]?.alpha).toBeCloseTo(design.value.alphaSuccess, 14);
          }
          for (const id of nonInferiority) {
            expect(rates[id]?.alpha).toBeCloseTo(
              design.value.alphaGuardrail,
              14,
            );
          }
          for (const { power } of Object.values(rates)) {
            expect(power).toBeCloseTo(design.value.powerPerMetric, 14);
          }
        },
      ),
      { seed: 1 },
    );
  });

  // Union bound: if the claims of some set of false hypotheses are all that
  // stands between the truth and a ship, the ship is a false claim in that
  // set, whatever the dependence. The least such sum of levels bounds it.
  it('ships a variant that should not with at most α/C in every tree', () => {
    fc.assert(
      fc.property(trees, outcomeSets, (root, drawn) => {
        const ids = hypothesesOf(root);
        const truth = Object.fromEntries(
          ids.map(id => [id, drawn[id] === true]),
        );
        fc.pre(verdictOf(root, truth) === false);
        const rates = ratesOf(root, {
          alpha: 0.06,
          power: 0.8,
          treatmentVariants: 3,
        });
        const isFalse = ids.filter(id => truth[id] === false);
        const bounds = subsets(isFalse)
          .filter(silent => {
            const claims = Object.fromEntries(
              ids.map(id => [id, !silent.includes(id)]),
            );
            return verdictOf(root, claims) === false;
          })
          .map(silent =>
            silent.reduce((sum, id) => sum + (rates[id]?.alpha ?? NaN), 0),
          );
        expect(Math.min(...bounds)).toBeLessThanOrEqual(0.02 + 1e-12);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('misses a variant that should ship with at most β in every tree', () => {
    fc.assert(
      fc.property(trees, outcomeSets, (root, drawn) => {
        const ids = hypothesesOf(root);
        const truth = Object.fromEntries(
          ids.map(id => [id, drawn[id] === true]),
        );
        fc.pre(verdictOf(root, truth) === true);
        const rates = ratesOf(root, { alpha: 0.05, power: 0.8 });
        const isTrue = ids.filter(id => truth[id] === true);
        const bounds = subsets(isTrue)
          .filter(found => {
            const claims = Object.fromEntries(
              ids.map(id => [id, found.includes(id)]),
            );
            return verdictOf(root, claims) === true;
          })
          .map(found =>
            found.reduce((sum, id) => sum + 1 - (rates[id]?.power ?? NaN), 0),
          );
        expect(Math.min(...bounds)).toBeLessThanOrEqual(0.2 + 1e-12);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  // A false veto is a missed ship, and misses are counted per variant.
  it('keeps the budget of false alarms whole for every variant', () => {
    const watchOf = (treatmentVariants: number) => {
      const design = decisionRuleDesign({
        rule: 2,
        successMetrics: 2,
        guardrailsWithNim: 1,
        extraDeteriorationMetrics: 1,
        qualityTests: 1,
        treatmentVariants,
        alpha: 0.05,
        power: 0.8,
      });
      return design.ok ? design.value.alphaDeterioration : undefined;
    };
    expect(watchOf(1)).toBeCloseTo(0.01, 14);
    expect(watchOf(4)).toBeCloseTo(0.01, 14);
  });

  it.each([
    [{ alpha: 0, power: 0.8 }, 'ETUDE_STATS_INVALID_ALPHA'],
    [{ alpha: 0.05, power: 1 }, 'ETUDE_STATS_INVALID_POWER'],
    [{ alpha: 0.05, power: 0.8, vetoAlpha: 0.2 }, 'ETUDE_STATS_INVALID_POWER'],
    [{ alpha: 0.05, power: 0.8, vetoAlpha: -1 }, 'ETUDE_STATS_INVALID_ALPHA'],
    [
      { alpha: 0.05, power: 0.8, treatmentVariants: 0 },
      'ETUDE_STATS_TOO_FEW_UNITS',
    ],
  ])('refuses %j', (rates, code) => {
    const result = allocateErrorRates(leaf('a'), rates);
    expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual([code]);
  });

  it('refuses a group of nothing, naming where it is', () => {
    const result = allocateErrorRates(all(leaf('a'), any()), {
      alpha: 0.05,
      power: 0.8,
    });
    expect(result.ok ? [] : result.problems.map(p => p.path)).toEqual([
      'root.children[1].children',
    ]);
  });
});

describe('evaluateDecision', () => {
  const rule = all(any(leaf('s1'), leaf('s2')), leaf('g1'), leaf('g2'));

  const evaluated = (
    outcomes: Readonly<Record<string, ThreeValued>>,
    vetoes: Readonly<Record<string, ThreeValued>> = {},
  ) => {
    const result = evaluateDecision(rule, outcomes, vetoes);
    if (!result.ok) throw new Error(result.problems[0]?.message);
    return result.value;
  };

  it('ships on one success metric with all guardrails, and says so', () => {
    expect(evaluated({ s1: true, s2: null, g1: true, g2: true })).toMatchObject(
      {
        holds: true,
        holding: ['s1', 'g1', 'g2'],
        failing: [],
        open: ['s2'],
        deciding: ['s1', 'g1', 'g2'],
      },
    );
  });

  it('stays open on what could still decide it', () => {
    expect(
      evaluated({ s1: false, s2: null, g1: true, g2: null }),
    ).toMatchObject({ holds: null, failing: ['s1'], deciding: ['s2', 'g2'] });
  });

  it('fails on one guardrail, whatever is open', () => {
    expect(
      evaluated({ s1: null, s2: null, g1: false, g2: true }, { srm: null }),
    ).toMatchObject({ holds: false, deciding: ['g1'] });
  });

  it('lets a raised veto overrule, and an open one hold back, a ship', () => {
    const shipping = { s1: true, s2: true, g1: true, g2: true };
    expect(evaluated(shipping, { srm: true, worse: null })).toMatchObject({
      holds: false,
      deciding: [],
      raisedVetoes: ['srm'],
      openVetoes: ['worse'],
    });
    expect(evaluated(shipping, { srm: false, worse: null }).holds).toBeNull();
    expect(evaluated(shipping, { srm: false, worse: false }).holds).toBe(true);
  });

  it('gives every node of the tree its own answer', () => {
    const { tree } = evaluated({ s1: false, s2: false, g1: true, g2: null });
    expect(tree).toMatchObject({
      holds: false,
      children: [{ holds: false }, { holds: true }, { holds: null }],
    });
  });

  it('refuses hypotheses without an outcome, all of them', () => {
    const result = evaluateDecision(rule, { s1: true, g1: true });
    expect(result.ok ? [] : result.problems.map(p => p.path)).toEqual([
      'outcomes.s2',
      'outcomes.g2',
    ]);
  });

  const rank = (value: ThreeValued | 'refused'): number =>
    value === 'refused' ? NaN : [false, null, true].indexOf(value);

  it('is monotone: a better outcome never makes the decision worse', () => {
    fc.assert(
      fc.property(
        trees,
        outcomeSets,
        fc.constantFrom(...IDS),
        threeValued,
        (root, outcomes, id, value) => {
          const changed = { ...outcomes, [id]: value };
          const [before, after] = [outcomes, changed].map(set =>
            rank(verdictOf(root, set)),
          );
          const direction = rank(value) - rank(outcomes[id] ?? null);
          expect(
            ((after ?? NaN) - (before ?? NaN)) * direction,
          ).toBeGreaterThanOrEqual(0);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('settles only what no open outcome could turn around', () => {
    fc.assert(
      fc.property(trees, outcomeSets, (root, outcomes) => {
        const open = IDS.filter(id => outcomes[id] === null);
        const possible = subsets(open).map(wins =>
          verdictOf(root, {
            ...outcomes,
            ...Object.fromEntries(open.map(id => [id, wins.includes(id)])),
          }),
        );
        const verdict = verdictOf(root, outcomes);
        if (verdict !== null)
          expect(new Set(possible)).toEqual(new Set([verdict]));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('rests on its deciding hypotheses alone', () => {
    fc.assert(
      fc.property(trees, outcomeSets, (root, outcomes) => {
        const result = evaluateDecision(root, outcomes);
        if (!result.ok || result.value.holds === null) return;
        const { deciding, holds } = result.value;
        const others = IDS.filter(id => !deciding.includes(id));
        const flipped = Object.fromEntries(others.map(id => [id, !holds]));
        expect(verdictOf(root, { ...outcomes, ...flipped })).toBe(holds);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
