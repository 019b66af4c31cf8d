import { describe } from 'vitest';
import { TEST_RATES } from '../designs/design-test-input';
import { everyMetricInput } from './every-metric-test-input';
import type { Design } from './explained-test-input';
import { ENDED, WORLD, firstLook, gst, looked } from './explained-test-input';
import { itExplains } from './it-explains-test-input';

const SEQUENTIAL: readonly Design[] = [
  gst({}),
  gst({ spending: { kind: 'obrien-fleming' }, overRun: 'strict' }),
  gst({ spending: { kind: 'pocock' } }),
  gst({ spending: { kind: 'hwang-shih-decani', gamma: -2 } }),
  { kind: 'always-valid', ...TEST_RATES },
];

const FIXED: readonly Design[] = [
  { kind: 'fixed-horizon', ...TEST_RATES },
  { kind: 'fixed-power', ...TEST_RATES },
  { kind: 'fixed-width', ...TEST_RATES, widthRelative: 0.02 },
];

describe('explainResult at every look of every design', () => {
  [...SEQUENTIAL, ...FIXED].forEach((design, place) => {
    const name = `${design.kind} ${place}`;
    itExplains(`${name}, first look`, () => firstLook(design));
    itExplains(`${name}, second look`, () => looked(design)[1]);
    itExplains(`${name}, ended`, () => ({ ...looked(design)[1], ...ENDED }));
    itExplains(`${name}, no looks kept`, () =>
      everyMetricInput(WORLD, ENDED, { design }),
    );
  });
});
