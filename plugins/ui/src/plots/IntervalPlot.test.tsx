import { render, screen } from '@testing-library/react';
import { IntervalPlot, intervalDomain } from './IntervalPlot';

describe('intervalDomain', () => {
  it('holds every interval and zero', () => {
    const [low, high] = intervalDomain([0.01, 0.05, null, undefined]);
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeGreaterThanOrEqual(0.05);
  });
});

describe('IntervalPlot', () => {
  it('says in words what it draws', () => {
    render(
      <IntervalPlot
        estimate={-0.043}
        interval={[-0.07, null]}
        outcome="worse"
        domain={[-0.1, 0.1]}
        label="retention_7 of gate_40: −4.31 %"
      />,
    );
    expect(
      screen.getByRole('img', { name: 'retention_7 of gate_40: −4.31 %' }),
    ).toBeInTheDocument();
  });
});
