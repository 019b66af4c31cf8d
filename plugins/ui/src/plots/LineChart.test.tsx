import { fireEvent, render, screen, within } from '@testing-library/react';
import { LineChart } from './LineChart';

const CHART = (
  <LineChart
    title="Power by effect"
    series={[
      {
        name: 'Power',
        points: [
          { x: 0, y: 0.05 },
          { x: 0.02, y: 0.8 },
        ],
      },
    ]}
    formatX={x => `${x * 100} %`}
    formatY={y => `${y * 100} %`}
    xLabel="True effect"
    yDomain={[0, 1]}
    marks={[{ x: 0.02, label: 'MDE 2 %' }]}
    levels={[{ y: 0.8, label: '80 % planned' }]}
  />
);

describe('LineChart', () => {
  it('has the same figures as a table behind it', () => {
    render(CHART);
    const table = within(screen.getByRole('table', { hidden: true }));
    const cells = table
      .getAllByRole('row', { hidden: true })
      .map(row => row.textContent);
    expect(cells).toEqual(['True effectPower', '0 %5 %', '2 %80 %']);
  });

  it('marks the effect and the level that matter, in words', () => {
    render(CHART);
    expect(screen.getByText('MDE 2 %')).toBeInTheDocument();
    expect(screen.getByText('80 % planned')).toBeInTheDocument();
  });

  it('reads the nearest point under the pointer', () => {
    render(CHART);
    const chart = screen.getByRole('img', { name: 'Power by effect' });
    jest
      .spyOn(chart, 'getBoundingClientRect')
      .mockReturnValue(new DOMRect(0, 0, 640, 220));
    fireEvent(
      chart,
      new MouseEvent('pointermove', { bubbles: true, clientX: 500 }),
    );
    expect(screen.getByText('2 %: Power 80 %')).toBeInTheDocument();
    fireEvent.pointerLeave(chart);
    expect(screen.queryByText('2 %: Power 80 %')).not.toBeInTheDocument();
  });

  it('leaves out values along the bottom that would run into each other', () => {
    const points = [
      { x: 0, y: 1 },
      { x: 10, y: 2 },
    ];
    const long = (x: number) => `on the day number ${x} of the experiment`;
    render(
      <LineChart
        title="Units"
        series={[{ name: 'a', points }]}
        formatX={long}
      />,
    );
    const axis = within(screen.getByRole('img')).getAllByText(/day number/);
    expect(axis.length).toBeLessThanOrEqual(2);
  });

  it('draws nothing without a point', () => {
    const { container } = render(
      <LineChart title="Nothing" series={[]} formatX={String} />,
    );
    expect(container).toBeEmptyDOMElement();
  });
});
