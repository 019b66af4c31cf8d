import {
  caseWhen,
  cast,
  column,
  compare,
  date,
  dateTrunc,
  literal,
  timestamp,
  timestampDifference,
  timestampPlus,
} from '../build-expression';
import type { Expression } from '../expression';
import type { EngineCase } from './engine-case';
import { inlineRows, selectOf, truth } from './inline-rows';

const v = (name: string) => column('v', name);
const at = (iso: string) => timestamp(new Date(iso));
const isAt = (expression: Expression, iso: string) =>
  truth(compare(expression, '=', at(iso)));

// 1 March 2026 is a Sunday.
const moments = inlineRows(
  { sunday: 'timestamp', fine: 'timestamp', seconds: 'bigint' },
  [['2026-03-01 12:34:56.789', '2026-03-01 00:00:00.000001', 7200]],
  'v',
);

const truncation: EngineCase = {
  name: 'the beginnings of hours, days, weeks and months',
  query: selectOf(
    {
      hour: isAt(dateTrunc('hour', v('sunday')), '2026-03-01T12:00:00Z'),
      day: isAt(dateTrunc('day', v('sunday')), '2026-03-01T00:00:00Z'),
      week_of_sunday: isAt(
        dateTrunc('week', v('sunday')),
        '2026-02-23T00:00:00Z',
      ),
      week_of_monday: isAt(
        dateTrunc('week', timestampPlus(v('sunday'), 86_400)),
        '2026-03-02T00:00:00Z',
      ),
      month: isAt(dateTrunc('month', v('sunday')), '2026-03-01T00:00:00Z'),
      date_of_timestamp: truth(
        compare(
          cast(v('sunday'), 'date'),
          '=',
          date(new Date('2026-03-01T00:00:00Z')),
        ),
      ),
      text_of_date: cast(cast(v('sunday'), 'date'), 'text'),
    },
    moments,
  ),
  expected: {
    hour: 1,
    day: 1,
    week_of_sunday: 1,
    week_of_monday: 1,
    month: 1,
    date_of_timestamp: 1,
    text_of_date: '2026-03-01',
  },
  needs: null,
};

const shift = caseWhen(
  [
    {
      when: compare(v('sunday'), '<', at('2026-03-29T01:00:00Z')),
      then: literal(3600),
    },
  ],
  v('seconds'),
);

const moves: EngineCase = {
  name: 'moved instants, by fixed seconds and by seconds of the row',
  query: selectOf(
    {
      later: isAt(timestampPlus(v('sunday'), 5400), '2026-03-01T14:04:56.789Z'),
      earlier: isAt(
        timestampPlus(v('sunday'), -0.289),
        '2026-03-01T12:34:56.500Z',
      ),
      weeks_later: isAt(
        timestampPlus(v('sunday'), 90 * 86_400),
        '2026-05-30T12:34:56.789Z',
      ),
      of_the_row: isAt(
        timestampPlus(v('sunday'), v('seconds')),
        '2026-03-01T14:34:56.789Z',
      ),
      by_case: isAt(
        timestampPlus(v('sunday'), shift),
        '2026-03-01T13:34:56.789Z',
      ),
      keeps_microseconds: timestampDifference(
        at('2026-03-01T01:00:00Z'),
        timestampPlus(v('fine'), 3600),
      ),
    },
    moments,
  ),
  expected: {
    later: 1,
    earlier: 1,
    weeks_later: 1,
    of_the_row: 1,
    by_case: 1,
    keeps_microseconds: 0.000001,
  },
  needs: null,
};

const differences: EngineCase = {
  name: 'seconds between instants',
  query: selectOf(
    {
      ahead: timestampDifference(at('2026-03-01T12:00:00Z'), v('sunday')),
      back: timestampDifference(v('sunday'), at('2026-03-01T12:00:00Z')),
      years: timestampDifference(at('2000-01-01T00:00:00Z'), v('fine')),
      nothing: timestampDifference(
        cast(literal(null), 'timestamp'),
        v('sunday'),
      ),
    },
    moments,
  ),
  expected: {
    ahead: 2096.789,
    back: -2096.789,
    years: 825_638_400.000001,
    nothing: null,
  },
  needs: null,
};

export const timeCases: readonly EngineCase[] = [
  truncation,
  moves,
  differences,
];
