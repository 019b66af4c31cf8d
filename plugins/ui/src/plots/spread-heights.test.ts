import { spreadHeights } from './spread-heights';

const room = { gap: 10, bottom: 100 };

describe('spreadHeights', () => {
  it('leaves what is apart where it is', () => {
    expect(spreadHeights([50, 20, 80], room)).toEqual([50, 20, 80]);
  });

  it('moves what meets apart, in its order', () => {
    expect(spreadHeights([21, 20, 22], room)).toEqual([30, 20, 40]);
  });

  it('moves up what would fall below the bottom', () => {
    expect(spreadHeights([98, 99], room)).toEqual([90, 100]);
  });
});
