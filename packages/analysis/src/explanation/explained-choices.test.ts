import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import { TEST_RATES } from '../designs/design-test-input';
import { everyMetricInput } from './every-metric-test-input';
import type { Design } from './explained-test-input';
import {
  ALWAYS,
  ENDED,
  WORLD,
  figureOf,
  gst,
  inputOf,
  stepOf,
  withDimensions,
  worldOf,
} from './explained-test-input';
import { explainResult } from './explain-result';
import { SOURCES } from './sources';

const FIXED_WIDTH = {
  kind: 'fixed-width' as const,
  ...TEST_RATES,
  widthRelative: 0.02,
};
const designed = (
  design: Design,
  changes: Partial<AnalysisInput> = ENDED,
): AnalysisInput =>
  everyMetricInput(worldOf('average', 'rate'), changes, { design });

describe('where a formula is from', () => {
  const KINDS = [
    ['average', SOURCES.meanDifference, /^m: sum of the values/],
    ['rate', SOURCES.meanDifference, /^m = k \/ n/],
    ['ratio', SOURCES.delta, /^m = y \/ x/],
    ['median', SOURCES.quantile, /^m: the value that a share tau/],
    ['tail-of-events', SOURCES.quantileOfEvents, /^m: the value that a share/],
    ['one-covariate', SOURCES.cuped, /^m = y − θ/],
    ['rate-with-covariate', SOURCES.cuped, /^m = y − θ/],
  ] as const;

  it('of an estimate: by the kind of metric', () => {
    const input = everyMetricInput(
      worldOf(...KINDS.map(([kind]) => kind)),
      ENDED,
    );
    for (const [kind, source, formula] of KINDS) {
      const mean = figureOf(input, `metric/${kind}/b1/control-mean`);
      expect([kind, mean.source]).toEqual([kind, source]);
      expect(mean.formula).toMatch(formula);
      expect(figureOf(input, `metric/${kind}/b1/difference`).source).toBe(
        source,
      );
    }
    expect(figureOf(input, 'metric/rate/b1/treatment-mean').title).toBe(
      'rate in b1: mean of b1',
    );
  });

  it('of an interval: by how often the test is looked at', () => {
    const sources = [
      [{ kind: 'fixed-horizon', ...TEST_RATES }, SOURCES.wald],
      [gst({}), SOURCES.groupSequential],
      [ALWAYS, SOURCES.alwaysValid],
    ] as const;
    for (const [design, source] of sources) {
      const input = designed(design);
      expect(figureOf(input, 'metric/average/b1/interval').source).toBe(source);
      expect(figureOf(input, 'metric/average/b1/superiority').source).toBe(
        source,
      );
    }
  });

  it('of a number of units: by the design, and a rate has its own', () => {
    const sourcesOf = (design: Design) => {
      const input = designed(design);
      return ['average', 'rate'].map(
        id => figureOf(input, `metric/${id}/b1/required-units`).source,
      );
    };
    expect(sourcesOf({ kind: 'fixed-horizon', ...TEST_RATES })).toEqual([
      SOURCES.power,
      SOURCES.proportionPower,
    ]);
    expect(sourcesOf({ kind: 'fixed-power', ...TEST_RATES })).toEqual([
      SOURCES.fixedPower,
      SOURCES.fixedPower,
    ]);
    expect(sourcesOf(FIXED_WIDTH)).toEqual([
      SOURCES.fixedWidth,
      SOURCES.fixedWidth,
    ]);
    for (const [design, source] of [
      [gst({}), SOURCES.groupSequential],
      [ALWAYS, SOURCES.alwaysValid],
    ] as const) {
      for (const found of sourcesOf(design)) expect(found).toContain(source);
    }
  });
});

describe('the units a metric needs', () => {
  const unitsOf = (input: AnalysisInput, id: string) =>
    figureOf(input, `metric/${id}/b1/required-units`);

  it('of a rate: by both rates, which are not told while effects are closed', () => {
    const open = unitsOf(
      everyMetricInput(worldOf('rate', 'failures'), ENDED),
      'rate',
    );
    expect(stepOf(open, 'p_T')?.formula).toBe('m_0 + target * m_0');
    const closed = unitsOf(everyMetricInput(worldOf('rate')), 'rate');
    expect(stepOf(closed, 'p_T')).toBeUndefined();
    expect(stepOf(closed, 'n_power')?.formula).toContain(
      'p is shown when effects open',
    );
    // A rate whose spread is known is sized as a mean.
    const stopping = designed({ kind: 'fixed-power', ...TEST_RATES });
    expect(stepOf(unitsOf(stopping, 'rate'), 'p_T')).toBeUndefined();
    const adjusted = everyMetricInput(worldOf('rate-with-covariate'), ENDED);
    expect(
      stepOf(unitsOf(adjusted, 'rate-with-covariate'), 'p_T'),
    ).toBeUndefined();
  });

  it('are those of an effect or of a margin', () => {
    const input = everyMetricInput(worldOf('average', 'cost'), ENDED);
    const meaning = (id: string) =>
      inputOf(unitsOf(input, id), 'target')?.meaning;
    expect(meaning('average')).toMatch(/^Effect to find/);
    expect(meaning('cost')).toMatch(/^Margin/);
  });

  it('of a fixed width tell no mean while effects are closed', () => {
    const formula = (input: AnalysisInput) =>
      stepOf(unitsOf(input, 'average'), 'n_power')?.formula;
    expect(formula(designed(FIXED_WIDTH, { pastLooks: [] }))).toContain(
      'shown when effects open',
    );
    expect(formula(designed(FIXED_WIDTH))).toContain('m_0');
  });

  it('are those of the plan at a look that may not find enough yet', () => {
    const early = everyMetricInput(
      { ...worldOf('average'), n: 500 },
      { pastLooks: [] },
      { design: gst({}), requiredUnits: 200_000 },
    );
    const figure = unitsOf(early, 'average');
    expect(stepOf(figure, 'required')?.formula).toBe('ceil((n_C + n_T) / t)');
    expect(inputOf(figure, 't')?.value).toBeCloseTo(1_500 / 200_000, 9);
    expect(inputOf(figure, 'power_now')?.value).toBeLessThan(0.8);
    expect(figure.value).toBe(200_000);
    const late = unitsOf(
      everyMetricInput(
        { ...worldOf('average'), n: 500 },
        { pastLooks: [] },
        { design: gst({}), requiredUnits: 2_000 },
      ),
      'average',
    );
    expect(stepOf(late, 'required')?.formula).toContain('max(n_least');
    expect(inputOf(late, 'power_now')).toBeUndefined();
  });
});

describe('which figure is explained', () => {
  it('has the watch of its own metric and variant', () => {
    const input = everyMetricInput(
      { ...WORLD, effects: [0, -3], only: ['average', 'rate'] },
      ENDED,
    );
    for (const { metricId, variant, sentence } of analyzeExperiment(input)
      .monitors) {
      expect(figureOf(input, `monitor/${metricId}/${variant}`).note).toBe(
        sentence,
      );
    }
  });

  it('of a value of a dimension is called by its names', () => {
    const input = withDimensions(
      everyMetricInput(worldOf('average', 'rate'), ENDED),
    );
    const named = {
      ...input,
      metricInfo: input.metricInfo.map(info => ({
        ...info,
        name: `The ${info.id}`,
      })),
    };
    const titleOf = (id: string) => figureOf(named, `breakdown/${id}`).title;
    expect(titleOf('country/se/rate/b1/lift')).toBe(
      'The rate in b1, country se: lift',
    );
    expect(titleOf('country//average/b1/difference')).toBe(
      'The average in b1, country unknown: difference and adjusted p-value',
    );
  });

  it('is none of what nobody knows: power, effect, progress', () => {
    const idsOf = (input: AnalysisInput) =>
      explainResult(input)
        .map(({ id }) => id)
        .filter(id => id.startsWith('metric/average/'))
        .map(id => id.split('/').at(-1));
    const base = everyMetricInput(worldOf('average'), ENDED);
    const all = idsOf(base);
    expect(all).toEqual(
      expect.arrayContaining([
        'required-units',
        'current-power',
        'powered-effect',
      ]),
    );
    const [metric] = base.plan.metrics;
    if (metric === undefined) throw new Error('no metric');
    const { mdeRelative: _, ...noTarget } = metric;
    const withoutTarget = {
      ...base,
      plan: { ...base.plan, metrics: [noTarget] },
    };
    const ofTarget = new Set<string | undefined>([
      'required-units',
      'planned-effect',
      'current-power',
    ]);
    expect(idsOf(withoutTarget)).toEqual(all.filter(id => !ofTarget.has(id)));
    const zero = {
      ...withoutTarget,
      moments: base.moments.map(row =>
        row.variant === 'a' ? { ...row, mean: 0 } : row,
      ),
    };
    const unknown = ['powered-effect', 'lift', 'lift-interval'];
    expect(idsOf(zero)).toEqual(
      idsOf(withoutTarget).filter(id => !unknown.includes(id ?? '')),
    );
    const { requiredUnits: __, ...unplanned } = withoutTarget.plan;
    const progress = figureOf(
      { ...withoutTarget, plan: unplanned },
      'progress',
    );
    expect(progress).toMatchObject({ value: null });
    expect(progress.steps.map(({ name }) => name)).toEqual(['units']);
    // Units enough: nothing is left to wait for.
    const full = figureOf(
      everyMetricInput(
        worldOf('average'),
        { state: 'live' },
        { requiredUnits: 1 },
      ),
      'progress',
    );
    expect(full.steps.map(({ name }) => name)).not.toContain('NaN');
  });

  it('is none of a metric without a result, nor of a cell without one', () => {
    const input = withDimensions(
      everyMetricInput(worldOf('average', 'two-covariates'), ENDED),
    );
    const [first] = input.metricInfo;
    const broken = {
      ...input,
      metricInfo: input.metricInfo.map(info =>
        info === first ? { ...info, failure: 'The query failed.' } : info,
      ),
      // No unit of this metric in b1 on any device.
      moments: input.moments.filter(
        ({ metricId, variant, dimension }) =>
          !(
            metricId === 'two-covariates' &&
            variant === 'b1' &&
            dimension?.name === 'device'
          ),
      ),
    };
    const ids = explainResult(broken).map(({ id }) => id);
    expect(ids.filter(id => id.startsWith('metric/average/'))).toEqual([]);
    expect(ids).toContain('metric/two-covariates/b1/difference');
    expect(ids).not.toContain(
      'breakdown/device/se/two-covariates/b1/difference',
    );
    expect(ids).toContain('breakdown/country/se/two-covariates/b1/difference');
    expect(new Set(ids).size).toBe(ids.length);
    for (const figure of explainResult(broken)) {
      expect(typeof figure).toBe('object');
    }
  });
});
