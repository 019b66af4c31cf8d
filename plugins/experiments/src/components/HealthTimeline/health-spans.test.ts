import type {
  HealthState,
  LookSummary,
} from '@etude/plugin-experiments-common';
import { healthSpans } from './health-spans';

const look = (hour: number, state?: HealthState): LookSummary => ({
  at: new Date(hour * 3_600_000).toISOString(),
  health: state ? [{ id: 'srm', state, figure: null }] : [],
  units: {},
});

const spansOf = (looks: readonly LookSummary[]) =>
  healthSpans(looks, 'srm').map(({ state, from, to, looks: count }) => [
    state,
    from / 3_600_000,
    to / 3_600_000,
    count,
  ]);

describe('healthSpans', () => {
  it('joins looks of one state up to the look at which it changed', () => {
    expect(
      spansOf([
        look(1, 'unknown'),
        look(2, 'pass'),
        look(3, 'pass'),
        look(5, 'fail'),
      ]),
    ).toEqual([
      ['unknown', 1, 2, 1],
      ['pass', 2, 5, 2],
      ['fail', 5, 5, 1],
    ]);
  });

  it('says nothing of looks before a check existed', () => {
    expect(spansOf([look(1), look(2, 'pass'), look(3, 'pass')])).toEqual([
      ['pass', 2, 3, 2],
    ]);
  });
});
