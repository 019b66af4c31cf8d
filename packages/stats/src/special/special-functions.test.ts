import { describe, expect, it } from 'vitest';
import { closeTo } from '../test-input';
import { poissonDeviance } from './deviance';
import { logMillsRatio, normalCentre } from './error-function';
import { compositeRule, gaussLegendre } from './gauss-legendre';
import { logIncompleteBeta } from './incomplete-beta';
import { logIncompleteGamma, logPoissonTerm } from './incomplete-gamma';
import {
  logitOfBetaQuantile,
  probabilityOfLogit,
} from './inverse-incomplete-beta';
import { inverseIncompleteGamma } from './inverse-incomplete-gamma';
import { logGamma, logGamma1p, stirlingError } from './log-gamma';
import { log1mExp } from './log-space';

// Expected values: mpmath 1.3 with 60 digits (80 for beta), rounded. Arguments
// lie on both sides of every place where a function changes its method.

describe('logGamma', () => {
  it.each([
    [1e-8, 18.420680738180209],
    [0.3, 1.0957979948180755],
    [0.5, 0.57236494292470009],
    [0.75, 0.20328095143129537],
    [1, 0],
    [1.0000001, -5.7721558299185071e-8],
    [1.5, -0.12078223763524522],
    [1.9999, -4.2275208772153458e-5],
    [2, 0],
    [2.25, 0.12487171489239659],
    [2.5, 0.28468287047291916],
    [3.7, 1.4280723266653879],
    [7.25, 7.0521854507385394],
    [11.999, 17.499865227646104],
    [12, 17.502307845873886],
    [12.5, 18.734347511936446],
    [150, 600.00947055532743],
    [1e9, 19723265827.503717],
  ])('of %d', (x, expected) => closeTo(logGamma(x), expected, 3e-14));

  it('has its limits, and no value below 0', () => {
    expect(logGamma(0)).toBe(Infinity);
    expect(logGamma(Infinity)).toBe(Infinity);
    expect(logGamma(-0.5)).toBeNaN();
    expect(logGamma(NaN)).toBeNaN();
  });

  it.each([
    [-0.5, 0.57236494292470009],
    [-0.25, 0.20328095143129537],
    [0, 0],
    [1e-9, -5.7721566407906583e-10],
    [0.25, -0.098271836421813161],
    [0.5, -0.12078223763524522],
    [0.75, -0.084401121020485556],
    [1, 0],
    [1.000001, 4.2278465753065211e-7],
    [1.25, 0.12487171489239659],
    [1.5, 0.28468287047291916],
  ])('logGamma1p of %d', (z, expected) =>
    closeTo(logGamma1p(z), expected, 2e-15),
  );

  it.each([
    [0.01, 1.4340079537031842],
    [0.5, 0.15342640972002735],
    [1, 0.081061466795327258],
    [3, 0.027677925684998339],
    [11.5, 0.0072445543013203832],
    [12, 0.0069428401072095299],
    [40, 0.0020832899383024217],
    [1e6, 8.3333333333330556e-8],
  ])('stirlingError of %d', (x, expected) => {
    expect(Math.abs(stirlingError(x) - expected)).toBeLessThan(8e-15);
  });

  it('stirlingError of a large number keeps its own digits', () => {
    closeTo(stirlingError(12), 0.0069428401072095299, 1e-15);
    closeTo(stirlingError(40), 0.0020832899383024217, 1e-15);
    expect(stirlingError(Infinity)).toBe(0);
  });
});

describe('poissonDeviance', () => {
  it.each([
    [3, 3, 0],
    [3, 3.0001, 1.666629630562565e-9],
    [3, 2.5, 0.046964670381863879],
    [3, 2.4, 0.06943065394262929],
    [3, 3.7, 0.070838407053792827],
    [3, 9, 2.7041631339956709],
    [1e8, 100000001, 4.9999999666666669e-9],
    [5, 1e-10, 118.17644421197279],
    [1, 1.2222, 0.021547486521321908],
    [0, 7, 7],
    [0, 0, 0],
    [2, 0, Infinity],
  ])('of %d at mean %d', (x, m, expected) =>
    closeTo(poissonDeviance(x, m), expected, 3e-15),
  );

  it('is NaN where the series has nothing to sum', () => {
    expect(poissonDeviance(NaN, 1)).toBeNaN();
  });
});

describe('log1mExp', () => {
  it.each([
    [-1e-10, -23.025850929990457],
    [-0.3, -1.3502256128148467],
    [-0.6931, -0.69319436334600084],
    [-0.6932, -0.69309436390963648],
    [-2, -0.14541345786885906],
    [-40, -4.248354255291589e-18],
    [0, -Infinity],
    [-Infinity, -0],
  ])('of %d', (x, expected) => closeTo(log1mExp(x), expected, 1e-15));

  it('has no value above 0', () => expect(log1mExp(0.1)).toBeNaN());
});

describe('the normal tail', () => {
  it.each([
    [-3, -0.49865010196836991],
    [-0.5, -0.1914624612740131],
    [1e-12, 3.9894228040143267e-13],
    [0.1, 0.039827837277028984],
    [1, 0.34134474606854295],
    [2, 0.47724986805182079],
    [3, 0.49865010196836991],
    [0, 0],
  ])('normalCentre of %d', (x, expected) =>
    closeTo(normalCentre(x), expected, 1e-15),
  );

  it.each([
    [1.5, -0.66200586761921707],
    [2, -0.86424580047735921],
    [2.5, -1.0377097440740178],
    [5, -1.646059860784053],
    [20, -2.9982168378925912],
    [1e5, -11.512925465070228],
  ])('logMillsRatio of %d', (x, expected) =>
    closeTo(logMillsRatio(x), expected, x < 3 ? 2e-13 : 1e-15),
  );

  it('has no value where it would not converge', () => {
    expect(logMillsRatio(1.4)).toBeNaN();
    expect(logMillsRatio(NaN)).toBeNaN();
    expect(normalCentre(NaN)).toBeNaN();
    // 500 terms sum the series up to x about 23.
    expect(normalCentre(60)).toBeNaN();
  });
});

const expectLogs = (
  found: { readonly logLower: number; readonly logUpper: number },
  [lower, upper]: readonly [number, number],
): void => {
  closeTo(found.logLower, lower, 2e-12);
  closeTo(found.logUpper, upper, 2e-12);
};

describe('logIncompleteGamma', () => {
  it.each([
    [0.001, 1.4, -0.00011637480607679327, -9.058752675572001],
    [0.2, 0.01, -0.83732346167658125, -0.56716242391679131],
    [0.2, 1.49, -0.026078049369265161, -3.6596720276619357],
    [0.2, 1.5, -0.025714656969224616, -3.6735239163798651],
    [0.999, 0.5, -0.93150843793732724, -0.50080763718460021],
    [0.999, 1.2, -0.35782854963331868, -1.2012862218122987],
    [0.5, 40, -3.7440973842028988e-19, -42.428936197871842],
    [1, 1.5, -0.252482458925454, -1.5],
    [1, 1.99, -0.14698772483835949, -1.99],
    [1, 2, -0.14541345786885906, -2.0],
    [4, 0.001, -30.809874932942398, -4.1633347218255706e-14],
    [4, 4.9, -0.32759463595864615, -1.2753080175376057],
    [4, 5, -0.30792003929888539, -1.3279276642024449],
    [4, 60, -3.3153025398645296e-22, -49.458323162484608],
    [1000, 900, -7.5057699942338924, -0.00055005351741434473],
    [1000, 1100, -0.0010598847333686436, -6.8501250144362653],
    [1e6, 999000, -1.8410218993793996, -0.17275373105601131],
    [1e6, 1001000, -0.17275373112418319, -1.8410218990178857],
  ])('of shape %d at %d', (a, x, lower, upper) =>
    expectLogs(logIncompleteGamma(a, x), [lower, upper]),
  );

  it('has its limits', () => {
    const none = { logLower: -Infinity, logUpper: 0 };
    const all = { logLower: 0, logUpper: -Infinity };
    expect(logIncompleteGamma(0.5, 0)).toEqual(none);
    expect(logIncompleteGamma(3, 0)).toEqual(none);
    expect(logIncompleteGamma(0.5, Infinity)).toEqual(all);
    expect(logIncompleteGamma(3, Infinity)).toEqual(all);
  });

  it.each([
    [0, 1],
    [-1, 1],
    [Infinity, 1],
    [NaN, 1],
    [2, -0.1],
    [2, NaN],
  ])('has no value for shape %d at %d', (a, x) => {
    expect(logIncompleteGamma(a, x)).toEqual({ logLower: NaN, logUpper: NaN });
  });

  it('is met by the Poisson law: Q(k + 1, m) = P(X ≤ k)', () => {
    // Terms of a Poisson law with mean 2: e^-2 (1 + 2 + 2).
    closeTo(logPoissonTerm(1, 2), Math.log(2) - 2, 1e-15);
    closeTo(logPoissonTerm(2, 2), Math.log(2) - 2, 1e-15);
    closeTo(logPoissonTerm(0.5, 0.25), -0.25 + 0.12078223763524522 - Math.LN2);
    closeTo(logIncompleteGamma(3, 2).logUpper, Math.log(5) - 2, 1e-15);
  });

  it('has an inverse for either tail', () => {
    // Exponential: the median is log 2, the 1e-200 quantile 1e-200.
    const at = (lower: number, upper: number) =>
      inverseIncompleteGamma({ lower, upper }, 1);
    closeTo(at(0.5, 0.5), Math.LN2);
    closeTo(at(1e-200, 1), 1e-200);
    closeTo(at(1, 1e-200), 200 * Math.LN10);
    closeTo(at(0.75, 0.25), 2 * Math.LN2);
  });
});

describe('logIncompleteBeta', () => {
  it.each([
    [0.5, 0.5, 0.3, -0.99693121102077808, -0.46046545391587117],
    [0.01, 200, 0.001, -0.012307030913364948, -4.4037317654488006],
    [200, 0.01, 0.9999, -3.4084976788127962, -0.033650765376666323],
    [0.3, 5, 0.02, -0.62216800384882354, -0.76955195669798098],
    [0.3, 11.9, 0.4, -0.0002369663825267918, -8.3477107536202889],
    [0.3, 12, 0.4, -0.00022397766310247006, -8.4040762161152796],
    [0.3, 40, 0.004, -0.4793436146036525, -0.96545389007688765],
    [40, 0.3, 0.97, -2.7692196704838952, -0.06476352867583771],
    [40, 0.3, 0.999, -0.5435985035538713, -0.86906130708460975],
    [1, 1, 0.25, -1.3862943611198906, -0.28768207245178093],
    [1, 3, 0.2, -0.71743987312898983, -0.66943065394262931],
    [3, 1, 0.9, -0.31608154697347883, -1.3056364581024364],
    [2.5, 7, 0.1, -2.2839566929402236, -0.10745192236172162],
    [2.5, 7, 0.9, -1.5520997087044138e-6, -13.375902669017406],
    [150, 250, 0.3, -7.2669851182363811, -0.00069845772077037989],
    [150, 250, 0.6, -6.1710092606573837e-20, -44.231839459869413],
  ])('of %d and %d at %d', (a, b, x, lower, upper) =>
    expectLogs(logIncompleteBeta({ x, y: 1 - x, a, b }), [lower, upper]),
  );

  it('has its limits', () => {
    expect(logIncompleteBeta({ x: 0, y: 1, a: 2, b: 3 })).toEqual({
      logLower: -Infinity,
      logUpper: 0,
    });
    expect(logIncompleteBeta({ x: 1, y: 0, a: 2, b: 3 })).toEqual({
      logLower: 0,
      logUpper: -Infinity,
    });
  });

  it.each([
    { x: 0.5, y: 0.5, a: 0, b: 1 },
    { x: 0.5, y: 0.5, a: 1, b: 0 },
    { x: 0.5, y: 0.5, a: Infinity, b: 1 },
    { x: 0.5, y: 0.5, a: 1, b: Infinity },
    { x: -0.1, y: 1.1, a: 1, b: 1 },
    { x: 1.1, y: -0.1, a: 1, b: 1 },
    { x: 0.5, y: 0.5, a: NaN, b: 1 },
  ])('has no value for %j', argument => {
    expect(logIncompleteBeta(argument)).toEqual({
      logLower: NaN,
      logUpper: NaN,
    });
  });

  it('is a power where one shape is 1, and has that inverse', () => {
    // I_x(a, 1) = x^a, so the quantile of p is p^(1/a).
    const quantile = (lower: number, upper: number, a: number) =>
      probabilityOfLogit(logitOfBetaQuantile({ lower, upper }, a, 1));
    closeTo(quantile(0.5, 0.5, 2).x, Math.SQRT1_2);
    closeTo(quantile(0.5, 0.5, 2).y, 1 - Math.SQRT1_2);
    closeTo(quantile(1e-60, 1, 2).x, 1e-30);
    // 1 − (1 − 1e-20)^(1/4) = 0.25e-20.
    closeTo(quantile(1, 1e-20, 4).y, 0.25e-20);
  });
});

describe('quadrature', () => {
  const integral = (
    { nodes, weights }: ReturnType<typeof gaussLegendre>,
    f: (x: number) => number,
  ) => nodes.reduce((sum, x, i) => sum + (weights[i] ?? NaN) * f(x), 0);

  it('of three nodes has those of Legendre', () => {
    // √(3/5) and weights 5/9, 8/9, 5/9: Abramowitz & Stegun, table 25.4.
    const { nodes, weights } = gaussLegendre(3);
    expect(nodes).toHaveLength(3);
    closeTo(nodes[0], -Math.sqrt(0.6), 1e-15);
    expect(Math.abs(nodes[1] ?? NaN)).toBeLessThan(1e-16);
    closeTo(nodes[2], Math.sqrt(0.6), 1e-15);
    closeTo(weights[0], 5 / 9, 1e-15);
    closeTo(weights[1], 8 / 9, 1e-15);
    closeTo(weights[2], 5 / 9, 1e-15);
  });

  it.each([2, 5, 16])('of %i nodes is exact to twice the degree', degree => {
    const rule = gaussLegendre(degree);
    const even = 2 * degree - 2;
    closeTo(
      integral(rule, x => x ** even),
      2 / (even + 1),
      1e-13,
    );
    // Not exact for the next even power: the rule has just `degree` nodes.
    const next = integral(rule, x => x ** (even + 2));
    expect(Math.abs(next * (even + 3) - 2)).toBeGreaterThan(1e-10);
  });

  it('is repeated on panels that are no wider than asked', () => {
    // 2.5 over at most 0.8: four panels of three nodes.
    const rule = compositeRule(gaussLegendre(3), { from: 1, to: 3.5 }, 0.8);
    expect(rule.nodes).toHaveLength(12);
    expect(Math.min(...rule.nodes)).toBeGreaterThan(1);
    expect(Math.max(...rule.nodes)).toBeLessThan(3.5);
    expect([...rule.nodes].sort((p, q) => p - q)).toEqual(rule.nodes);
    // ∫ x⁵ over [1, 3.5] = (3.5⁶ − 1)/6.
    closeTo(
      integral(rule, x => x ** 5),
      (3.5 ** 6 - 1) / 6,
      1e-14,
    );
    const exact = compositeRule(gaussLegendre(2), { from: 1, to: 3 }, 0.5);
    expect(exact.nodes).toHaveLength(8);
  });

  it('has no nodes on an empty range', () => {
    const none = { nodes: [], weights: [] };
    const rule = gaussLegendre(2);
    expect(compositeRule(rule, { from: 1, to: 1 }, 1)).toEqual(none);
    expect(compositeRule(rule, { from: 2, to: 1 }, 1)).toEqual(none);
    expect(compositeRule(rule, { from: NaN, to: 1 }, 1)).toEqual(none);
  });
});
