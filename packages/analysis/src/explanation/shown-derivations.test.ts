import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import { TEST_RATES } from '../designs/design-test-input';
import { everyMetricInput } from './every-metric-test-input';
import {
  ALWAYS,
  ENDED,
  gst,
  looked,
  withDimensions,
  worldOf,
} from './explained-test-input';
import { explainResult } from './explain-result';

/** Names of inputs | names of steps, of the figures that are asked for. */
const shown = (input: AnalysisInput, ids: readonly string[]) => {
  const namesOf = (parts: readonly { readonly name: string }[]) =>
    parts.map(({ name }) => name).join(' ');
  const explained = explainResult(input);
  return Object.fromEntries(
    ids.map(id => {
      const figure = explained.find(one => one.id === id);
      return [
        id,
        figure && `${namesOf(figure.inputs)} | ${namesOf(figure.steps)}`,
      ];
    }),
  );
};
const expectShown = (
  input: AnalysisInput,
  expected: Readonly<Record<string, string>>,
): void => expect(shown(input, Object.keys(expected))).toEqual(expected);

const BOTH = 'n_C m_C v_C n_T m_T v_T';
const SPENT = 'alpha spending exponent look n_look n_planned';
const PRECISION = 'n_C n_T v_C v_T m_0';

// What a reader is shown: the numbers a figure needs, and no other.
describe('the numbers beside a figure', () => {
  it('of a mean tested once', () => {
    expectShown(everyMetricInput(worldOf('average'), ENDED), {
      'metric/average/b1/control-mean': 'n_C m_C v_C | mean',
      'metric/average/b1/treatment-mean': 'n_T m_T v_T | mean',
      'metric/average/b1/difference': `${BOTH} | d`,
      'metric/average/b1/interval': `${BOTH} a | d se q lower upper`,
      'metric/average/b1/p-value': `${BOTH} | d se z p`,
      'metric/average/b1/lift': `${BOTH} m_0 | d L`,
      'metric/average/b1/lift-interval': `${BOTH} a m_0 | d se q L se_L lower upper`,
      'metric/average/b1/superiority': `${BOTH} a null | d se q bound z p`,
      'metric/average/b1/inferiority': `${BOTH} a null | d se q bound z p`,
      'metric/average/b1/bayesian': `${BOTH} | d se g lower upper risk_shipping risk_not_shipping chance`,
      'metric/average/b1/required-units': `${PRECISION} alpha power target inflation | r n_least z_a z_b n_power required`,
      'metric/average/b1/current-power': `${PRECISION} a target | r P`,
      'metric/average/b1/powered-effect': `${PRECISION} a power | r E`,
      'monitor/average/b1': 'a looks_before | looks',
      'health/srm':
        'threshold n_1 weight_1 n_2 weight_2 df | N w_1 w_2 expected_1 share_1 expected_2 share_2 X2 p',
      'health/crossover': 'threshold crossed units | share',
      'health/exposure-gaps': 'alpha | ',
      'health/duplicates': 'threshold repeated units | share',
      'health/freshness': 'threshold now data_until | hours',
      'health/data': 'threshold metrics | missing',
      progress: 'n_1 n_2 n_pair whole | units required share',
    });
  });

  it('of the other kinds of metric', () => {
    expectShown(
      everyMetricInput(
        worldOf('rate', 'ratio', 'median', 'tail-of-events', 'one-covariate'),
        ENDED,
      ),
      {
        'metric/rate/b1/control-mean': 'n_C k_C | m_C v_C mean',
        'metric/ratio/b1/treatment-mean':
          'n_T y_T x_T s_yy_T s_xx_T s_xy_T | m_T v_T mean',
        'metric/ratio/b1/non-inferiority': `${BOTH} a margin m_0 | null d se q bound z p`,
        'metric/median/b1/control-mean':
          'tau n_C m_C lower_C upper_C | v_C mean',
        'metric/median/b1/difference':
          'tau n_C m_C lower_C upper_C n_T m_T lower_T upper_T | v_C v_T d',
        'metric/tail-of-events/b1/control-mean':
          'tau values_C m_C lower_C upper_C n_C x_C y_C s_xx_C s_yy_C s_xy_C | v_C mean',
        'metric/one-covariate/b1/difference':
          'n_C y_C s_yy_C x1_C s_x1y_C s_x1x1_C n_T y_T s_yy_T x1_T s_x1y_T s_x1x1_T | S_xy S_xx theta1 x1_all m_C v_C m_T v_T d',
        'metric/one-covariate/b1/adjustment': `${BOTH} u_C u_T | se_raw reduction`,
        'health/pre-exposure': `threshold comparisons ${BOTH} | d se z p`,
      },
    );
  });

  it('of a group sequential look', () => {
    expectShown(looked(gst({}), worldOf('average'))[1], {
      'metric/average/b1/interval': `${BOTH} ${SPENT} | n_full t spent c a d se q lower upper`,
      'metric/average/b1/superiority': `${BOTH} ${SPENT} null | n_full t spent c a d se q bound z p`,
      'metric/average/b1/sequence': `${SPENT} | n_full t spent c`,
      'metric/average/b1/current-power': `${PRECISION} ${SPENT} target | r n_full t spent c a P`,
      'monitor/average/b1': `${SPENT} looks_before | n_full t spent c a looks`,
      'health/srm':
        'threshold n_1 weight_1 n_2 weight_2 c p_before | N w_1 w_2 expected_1 share_1 expected_2 share_2 ln_BF p',
      progress: 'n_1 n_2 n_pair whole per_day | units required days_left share',
    });
  });

  it('of an always-valid look, of units and of clusters', () => {
    const tuned = 'alpha look n_look n_tuning';
    expectShown(looked(ALWAYS, worldOf('average'))[1], {
      'metric/average/b1/p-value': `${BOTH} alpha_two n_look n_tuning | d se z rho w p`,
      'metric/average/b1/superiority': `${BOTH} ${tuned} null p_before | rho w h a d se q bound z z_alt p_now p`,
      'metric/average/b1/sequence': `${BOTH} ${tuned} null p_before | rho w h a d se q bound z z_alt p_now p`,
      'metric/average/b1/inferiority': `${BOTH} ${SPENT} null | n_full t spent c a d se q bound z p`,
    });
    const clustered = everyMetricInput(
      worldOf('average'),
      { clustered: true },
      { design: ALWAYS },
    );
    expectShown(clustered, {
      'metric/average/b1/interval': `${BOTH} ${tuned} df | rho w h a d se q lower upper`,
      'metric/average/b1/superiority': `${BOTH} ${tuned} null df p_before | rho w h a d se q bound z p_look z_alt p_now p`,
      'monitor/average/b1': `${tuned} looks_before | rho w h a looks`,
    });
  });

  it('of a value of a dimension', () => {
    const input = withDimensions(everyMetricInput(worldOf('average'), ENDED));
    expectShown(input, {
      'breakdown/country/se/average/b1/difference': `${BOTH} alpha values | d se q lower upper z p p_adjusted`,
      'breakdown/country//average/b1/lift': `${BOTH} alpha values m_0 | d se q L se_L lower upper lift`,
    });
    expectShown(
      { ...input, clustered: true },
      {
        'breakdown/country/se/average/b1/difference': `${BOTH} alpha values df | d se q lower upper z p p_adjusted`,
      },
    );
  });

  it('of a width, while effects are closed', () => {
    const design = {
      kind: 'fixed-width' as const,
      ...TEST_RATES,
      widthRelative: 0.02,
    };
    expectShown(
      everyMetricInput(worldOf('average'), { pastLooks: [] }, { design }),
      {
        'metric/average/b1/required-units':
          'n_C n_T r alpha power target inflation width alpha_width | n_least z_a z_b n_power n_width required',
        'metric/average/b1/current-power': 'n_C n_T r a target | P',
        'metric/average/b1/width': 'n_C n_T r alpha | W',
      },
    );
  });

  it('of a look that has no number yet', () => {
    // Fewer units than a sequential design looks at.
    const early = everyMetricInput(
      { ...worldOf('average'), n: 40 },
      { pastLooks: [] },
      { design: ALWAYS, requiredUnits: undefined },
    );
    expectShown(early, {
      'monitor/average/b1': 'looks_before | looks',
      'metric/average/b1/current-power': 'n_C n_T r a target | P',
    });
    const bare = { ...early, traffic: [], duplicateExposures: undefined };
    expectShown(
      { ...bare, dataUntil: undefined, totalUnits: 0 },
      {
        'health/traffic': ' | units',
        'health/duplicates': 'threshold | ',
        'health/freshness': 'threshold | ',
      },
    );
  });
});

describe('the note beside a test', () => {
  const noteOf = (input: AnalysisInput, figure: string) =>
    explainResult(input).find(({ id }) => id === `metric/average/b1/${figure}`)
      ?.note;

  it('says at which level it is significant, and whether it is', () => {
    const input = (effect: number) =>
      everyMetricInput({ ...worldOf('average'), effects: [effect] }, ENDED);
    expect(noteOf(input(3), 'superiority')).toBe(
      'Significant when p ≤ 0.05: it is.',
    );
    expect(noteOf(input(0), 'superiority')).toBe(
      'Significant when p ≤ 0.05: it is not.',
    );
  });

  it('says since when it is, and that it stays', () => {
    const input = (effect: number, pastLooks: AnalysisInput['pastLooks']) =>
      everyMetricInput(
        { ...worldOf('average'), effects: [effect] },
        { pastLooks },
        { design: ALWAYS },
      );
    const first = { ...input(3, []), now: '2026-03-04T10:00:00Z' };
    const { look } = analyzeExperiment(first);
    expect(noteOf(first, 'superiority')).toMatch(/: it is\.$/);
    expect(noteOf(input(0, [look]), 'superiority')).toMatch(
      /; the bound was crossed at 2026-03-04T10:00:00Z, and a crossing stays\.$/,
    );
  });

  it('says that the plan ended at an earlier look', () => {
    const design = gst({ overRun: 'strict' });
    const world = worldOf('average');
    const at = (n: number, pastLooks: AnalysisInput['pastLooks']) =>
      everyMetricInput(
        { ...world, n },
        { pastLooks },
        { design, requiredUnits: 600 },
      );
    const { look } = analyzeExperiment(at(250, []));
    expect(noteOf(at(300, [look]), 'superiority')).toMatch(
      /, but the plan ended at an earlier look, so this one is not tested\.$/,
    );
  });
});
