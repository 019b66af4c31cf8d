/**
 * Computes formulas of explanations for tests: arithmetic on names, with its
 * own normal, t and chi-square functions, which share nothing with the
 * statistics that are judged by them.
 */
export type Names = ReadonlyMap<string, number>;

/** Thrown for a formula that is a sentence. */
export class NotAFormula extends Error {}

const SQRT_PI = Math.sqrt(Math.PI);

// Kummer's series below 1.5, Laplace's continued fraction from there on.
const erfc = (x: number): number => {
  if (x < 0) return 2 - erfc(-x);
  if (x < 1.5) {
    let [term, sum] = [x, x];
    for (let n = 1; n < 200; n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / SQRT_PI) * Math.exp(-x * x) * sum;
  }
  let tail = x;
  for (let n = 400; n >= 1; n -= 1) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / SQRT_PI / tail;
};

const upperNormal = (x: number): number => erfc(x / Math.SQRT2) / 2;

const bisected = (tail: (x: number) => number, p: number): number => {
  let [low, high] = [-64, 64];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (tail(middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

// With x = √df tan θ the density is cos^(df − 1) θ: Simpson's rule, up to
// where it has fallen to 1e-18 of its first value.
const upperT = (x: number, df: number): number => {
  if (x < 0) return 1 - upperT(-x, df);
  const area = (from: number): number => {
    const steps = 4000;
    const end = Math.acos(Math.cos(from) * 10 ** (-18 / (df - 1)));
    const h = (end - from) / steps;
    let sum = 0;
    for (let i = 0; i <= steps; i += 1) {
      const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.cos(from + i * h) ** (df - 1);
    }
    return (sum * h) / 3;
  };
  return area(Math.atan(x / Math.sqrt(df))) / (2 * area(0));
};

const upperChiSquare = (x: number, df: number): number => {
  let a = df % 2 === 0 ? 1 : 0.5;
  let term = Math.exp(-x / 2);
  let tail = term;
  if (df % 2 === 1) {
    term = Math.sqrt(x / 2) * (2 / SQRT_PI) * Math.exp(-x / 2);
    tail = erfc(Math.sqrt(x / 2));
    if (df > 1) tail += term;
    a = 1.5;
  } else term *= x / 2;
  for (; a + 0.5 < df / 2; a += 1) {
    if (df % 2 === 1) term *= x / 2 / a;
    tail += term;
    if (df % 2 === 0) term *= x / 2 / (a + 1);
  }
  return tail;
};

const risingLog = (a: number, n: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += Math.log1p(i / a);
  return sum;
};

const upperTQuantiles = new Map<string, number>();

const upperTQuantile = (p: number, df: number): number => {
  const key = `${p} ${df}`;
  const quantile = upperTQuantiles.get(key) ?? bisected(x => upperT(x, df), p);
  upperTQuantiles.set(key, quantile);
  return quantile;
};

type Arguments = readonly [number, number];

const FUNCTIONS: Readonly<Record<string, (args: Arguments) => number>> = {
  sqrt: ([x]) => Math.sqrt(x),
  exp: ([x]) => Math.exp(x),
  ln: ([x]) => Math.log(x),
  abs: ([x]) => Math.abs(x),
  ceil: ([x]) => Math.ceil(x),
  Phi: ([x]) => upperNormal(-x),
  Phi_upper: ([x]) => upperNormal(x),
  phi: ([x]) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
  z_upper: ([p]) => bisected(upperNormal, p),
  T_upper: ([x, df]) => upperT(x, df),
  t_upper: ([p, df]) => upperTQuantile(p, df),
  chi2_upper: ([x, df]) => upperChiSquare(x, df),
  R: ([a, n]) => risingLog(a, n),
};

const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:e-?\d+)?)|([A-Za-z_]\w*)|([-+*/^(),]))/y;

const tokensOf = (formula: string): string[] => {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < formula.trimEnd().length) {
    const match = TOKEN.exec(formula);
    if (match === null) throw new NotAFormula(formula);
    tokens.push(match[0].trim());
  }
  return tokens;
};

class Parser {
  readonly #tokens: string[];
  readonly #names: Names;

  constructor(formula: string, names: Names) {
    this.#tokens = tokensOf(formula);
    this.#names = names;
  }

  value(): number {
    const value = this.#sum();
    if (this.#tokens.length > 0) throw new NotAFormula(this.#tokens.join(' '));
    return value;
  }

  #takes(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#takes('+')) value += this.#product();
      else if (this.#takes('-')) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#signed();
    for (;;) {
      if (this.#takes('*')) value *= this.#signed();
      else if (this.#takes('/')) value /= this.#signed();
      else return value;
    }
  }

  // As on paper: −a² is −(a²).
  #signed(): number {
    return this.#takes('-') ? -this.#signed() : this.#power();
  }

  #power(): number {
    const base = this.#atom();
    return this.#takes('^') ? base ** this.#signed() : base;
  }

  #atom(): number {
    if (this.#takes('(')) {
      const value = this.#sum();
      if (!this.#takes(')')) throw new NotAFormula('no closing bracket');
      return value;
    }
    const token = this.#tokens.shift() ?? '';
    if (/^\d/.test(token)) return Number(token);
    if (this.#takes('(')) return this.#call(token);
    const value = this.#names.get(token);
    if (value === undefined) throw new NotAFormula(token);
    return value;
  }

  #call(name: string): number {
    const args = [this.#sum()];
    while (this.#takes(',')) args.push(this.#sum());
    if (!this.#takes(')')) throw new NotAFormula(name);
    if (name === 'max') return Math.max(...args);
    if (name === 'min') return Math.min(...args);
    const call = FUNCTIONS[name];
    if (call === undefined) throw new NotAFormula(name);
    return call([args[0] ?? Number.NaN, args[1] ?? Number.NaN]);
  }
}

/**
 * The value of a formula.
 * @throws NotAFormula for a sentence, and for a name that is not known.
 */
export const evaluated = (formula: string, names: Names): number =>
  new Parser(formula, names).value();
