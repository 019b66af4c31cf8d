import { trafficByVariant, trafficSeries } from './traffic';

const VARIANTS = [
  { id: 'a', weight: 3 },
  { id: 'b', weight: 1 },
];

const day = (exposureDate: string, a: number, b: number) => [
  { variant: 'a', exposureDate, units: a },
  { variant: 'b', exposureDate, units: b },
];

describe('traffic', () => {
  it('expects units by the weights of the plan', () => {
    const traffic = [
      { variant: 'a', exposureDate: null, units: 70 },
      { variant: 'b', exposureDate: null, units: 20 },
      { variant: 'c', exposureDate: null, units: 10 },
    ];
    expect(trafficByVariant(traffic, VARIANTS)).toEqual([
      {
        variant: 'a',
        units: 70,
        share: 0.7,
        expectedUnits: 75,
        expectedShare: 0.75,
      },
      {
        variant: 'b',
        units: 20,
        share: 0.2,
        expectedUnits: 25,
        expectedShare: 0.25,
      },
      {
        variant: 'c',
        units: 10,
        share: 0.1,
        expectedUnits: null,
        expectedShare: null,
      },
    ]);
  });

  it('adds units up day by day', () => {
    const series = trafficSeries(
      [...day('2026-03-02', 30, 10), ...day('2026-03-03', 15, 5)],
      VARIANTS,
    );
    const ysOf = (name: string) =>
      series
        .filter(line => line.name === name)
        .map(({ points }) => points.map(({ y }) => y));
    expect(ysOf('a')).toEqual([[30, 45]]);
    expect(ysOf('b')).toEqual([[10, 15]]);
    expect(ysOf('expected')).toEqual([
      [30, 45],
      [10, 15],
    ]);
  });

  it('draws nothing without dates', () => {
    expect(
      trafficSeries([{ variant: 'a', exposureDate: null, units: 3 }], VARIANTS),
    ).toEqual([]);
  });
});
