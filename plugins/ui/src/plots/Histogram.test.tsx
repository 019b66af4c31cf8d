import { render, screen, within } from '@testing-library/react';
import { Histogram } from './Histogram';

const BINS = [
  { from: 0, to: 5, count: 1200 },
  { from: 5, to: 10, count: 300 },
  { from: 10, to: null, count: 7 },
];

const show = (bins: typeof BINS | []) =>
  render(
    <Histogram
      title="Spread of value"
      bins={bins}
      countLabel="Units"
      valueLabel="Value"
    />,
  );

describe('Histogram', () => {
  it('draws a bar for each range and says the same as a table', () => {
    const { container } = show(BINS);
    expect(
      screen.getByRole('img', { name: 'Spread of value' }),
    ).toBeInTheDocument();
    expect(container.querySelectorAll('rect')).toHaveLength(3);
    const table = screen.getByRole('table', {
      name: 'Spread of value',
      hidden: true,
    });
    expect(within(table).getByText('0 to 5')).toBeInTheDocument();
    expect(within(table).getByText('1,200')).toBeInTheDocument();
    expect(within(table).getByText('10 and more')).toBeInTheDocument();
  });

  it('draws higher what there is more of', () => {
    const { container } = show(BINS);
    const heights = [...container.querySelectorAll('rect')].map(bar =>
      Number(bar.getAttribute('height')),
    );
    expect(heights[0]).toBeCloseTo((heights[1] ?? 0) * 4, 6);
  });

  it('draws nothing without a range', () => {
    const { container } = show([]);
    expect(container).toBeEmptyDOMElement();
  });
});
