import type { RowTable, RowValue } from './row-table';
import { seededDraw } from './seeded-draw';
import type { SeededDraw } from './seeded-draw';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** First day of facts; exposures start two weeks later. */
const FACTS_FROM = Date.parse('2026-03-06T00:00:00Z');
/** The experiment runs over the change to summer time of 29 March. */
export const EXPOSED_FROM = '2026-03-20T00:00:00Z';
export const ANALYSED_UNTIL = '2026-04-10T00:00:00Z';
const UNITS = 64;

const HOSTILE = [
  "o'brien",
  'say "hi"',
  'back\\slash',
  'two\nlines',
  'smörgås 😀',
  'select * from units; --',
  '$1 ? :name %s {{x}}',
  ' padded ',
] as const;

const unitName = (index: number): string => HOSTILE[index] ?? `unit-${index}`;

const iso = (ms: number): string => new Date(ms).toISOString();
const dayOf = (at: string): string => at.slice(0, 10);

/**
 * Mostly four times a day or an hour before, so that facts fall on the bounds
 * of windows, those that a change of clocks has moved too.
 */
const drawTime = (draw: SeededDraw, from: number, days: number): number =>
  from +
  draw.below(days * 4) * 6 * HOUR +
  (draw.once(4) ? draw.below(6 * 60) * MINUTE : draw.below(2) * 5 * HOUR);

const assignments = (draw: SeededDraw): RowTable => {
  const from = Date.parse(EXPOSED_FROM) - 2 * 24 * HOUR;
  const rows = Array.from({ length: 200 }, (): RowValue[] => {
    const index = draw.below(UNITS);
    const at = iso(drawTime(draw, from, 25));
    const side = index % 2 === (draw.once(20) ? 0 : 1);
    const variant = draw.once(60) ? 'other' : side ? 'treatment' : 'control';
    return [
      at,
      draw.once(50) ? null : unitName(index),
      draw.once(30) ? 'search' : "check'out",
      draw.once(30) ? 'rule-2' : 'rule-1',
      draw.once(40) ? null : variant,
      dayOf(at),
    ];
  });
  return {
    name: 'assignments',
    columns: [
      { name: 'assigned_at', type: 'timestamp' },
      { name: 'unit', type: 'text' },
      { name: 'flag', type: 'text' },
      { name: 'rule', type: 'text' },
      { name: 'variant', type: 'text' },
      { name: 'date', type: 'date' },
    ],
    rows,
  };
};

/** Ties, zeros, negative and large values, and none. */
const drawAmount = (draw: SeededDraw): number | null => {
  if (draw.once(8)) return null;
  if (draw.once(6)) return 0;
  if (draw.once(25)) return 5000 + draw.below(1000) / 4;
  const value = draw.below(400) / 8;
  return draw.once(9) ? -value : value;
};

const events = (draw: SeededDraw): RowTable => ({
  name: 'events',
  columns: [
    { name: 'event_time', type: 'timestamp' },
    { name: 'unit', type: 'text' },
    { name: 'event', type: 'text' },
    { name: 'value', type: 'double' },
    { name: 'payload', type: 'text' },
    { name: 'date', type: 'date' },
  ],
  rows: Array.from({ length: 1700 }, (): RowValue[] => {
    const at = iso(drawTime(draw, FACTS_FROM, 38));
    return [
      at,
      draw.once(60) ? null : unitName(draw.below(UNITS + 8)),
      draw.of(['view', 'view', 'purchase', 'refund', "it's \\ odd"]),
      drawAmount(draw),
      draw.once(10)
        ? null
        : draw.of(['a', 'A', 'ä', 'b c', "d'e", '', 'null', '😀']),
      dayOf(at),
    ];
  }),
});

const orders = (draw: SeededDraw): RowTable => ({
  name: 'orders',
  columns: [
    { name: 'ordered at', type: 'timestamp' },
    { name: 'buyer', type: 'text' },
    { name: 'amount', type: 'double' },
    { name: 'pieces', type: 'bigint' },
    { name: 'is_gift', type: 'boolean' },
    { name: 'order', type: 'text' },
  ],
  rows: Array.from({ length: 420 }, (_, index): RowValue[] => [
    iso(drawTime(draw, FACTS_FROM, 38)),
    draw.once(60) ? null : unitName(draw.below(UNITS)),
    drawAmount(draw),
    draw.once(12) ? null : draw.below(6),
    draw.once(10) ? null : draw.once(4),
    `order-${index % 7}`,
  ]),
});

const COUNTRIES = ['se', 'dk', "côte d'ivoire", 'no'] as const;

/** Units given by a table; some twice, of which the first exposure counts. */
const cohort = (draw: SeededDraw): RowTable => ({
  name: 'cohort',
  columns: [
    { name: 'member', type: 'text' },
    { name: 'gate', type: 'text' },
    { name: 'joined_at', type: 'timestamp' },
    { name: 'seen', type: 'double' },
    { name: 'country', type: 'text' },
  ],
  rows: Array.from({ length: 75 }, (_, row): RowValue[] => {
    const index = row < UNITS ? row : draw.below(UNITS);
    return [
      unitName(index),
      draw.once(40) ? 'other' : index % 2 === 0 ? 'control' : 'treatment',
      iso(drawTime(draw, Date.parse(EXPOSED_FROM), 21)),
      draw.once(5) ? null : draw.below(50) / 4,
      index % 9 === 0 ? null : (COUNTRIES[index % COUNTRIES.length] ?? null),
    ];
  }),
});

/** Facts without time. */
const scores = (draw: SeededDraw): RowTable => ({
  name: 'scores',
  columns: [
    { name: 'member', type: 'text' },
    { name: 'score', type: 'double' },
  ],
  rows: Array.from({ length: 160 }, (): RowValue[] => [
    unitName(draw.below(UNITS)),
    drawAmount(draw),
  ]),
});

/** What is known of units, with the time from which on it holds. */
const traits = (draw: SeededDraw): RowTable => ({
  name: 'traits',
  columns: [
    { name: 'member', type: 'text' },
    { name: 'plan', type: 'text' },
    { name: 'country', type: 'text' },
    { name: 'valid_from', type: 'timestamp' },
  ],
  rows: Array.from({ length: 260 }, (): RowValue[] => {
    const index = draw.below(UNITS - 10);
    return [
      unitName(index),
      draw.once(12) ? null : draw.of(['free', 'basic', 'pro']),
      COUNTRIES[index % COUNTRIES.length] ?? null,
      iso(drawTime(draw, FACTS_FROM, 32)),
    ];
  }),
});

const DEVICES = 40;

/** Facts of devices, in their own order of columns. */
const visits = (draw: SeededDraw): RowTable => ({
  name: 'visits',
  columns: [
    { name: 'seconds', type: 'double' },
    { name: 'device', type: 'text' },
    { name: 'began', type: 'timestamp' },
    { name: 'page', type: 'text' },
  ],
  rows: Array.from({ length: 400 }, (): RowValue[] => [
    drawAmount(draw),
    draw.once(30) ? null : `device ${draw.below(DEVICES + 3)}`,
    iso(drawTime(draw, FACTS_FROM, 36)),
    draw.of(['home', "book's page"]),
  ]),
});

/** Who used a device from when on; nobody where there is no member. */
const logins = (draw: SeededDraw): RowTable => ({
  name: 'logins',
  columns: [
    { name: 'device', type: 'text' },
    { name: 'member', type: 'text' },
    { name: 'since', type: 'timestamp' },
  ],
  rows: Array.from({ length: 240 }, (): RowValue[] => [
    `device ${draw.below(DEVICES)}`,
    draw.once(9) ? null : unitName(draw.below(UNITS)),
    draw.once(20) ? null : iso(drawTime(draw, FACTS_FROM, 34)),
  ]),
});

/** Facts of sensors, and the device that each is a part of; some of two. */
const readings = (draw: SeededDraw): RowTable => ({
  name: 'readings',
  columns: [
    { name: 'sensor', type: 'text' },
    { name: 'read_at', type: 'timestamp' },
    { name: 'level', type: 'double' },
  ],
  rows: Array.from({ length: 800 }, (): RowValue[] => [
    `sensor ${draw.below(66)}`,
    iso(drawTime(draw, FACTS_FROM, 36)),
    drawAmount(draw),
  ]),
});

const sensors = (draw: SeededDraw): RowTable => ({
  name: 'sensors',
  columns: [
    { name: 'sensor', type: 'text' },
    { name: 'device', type: 'text' },
  ],
  rows: Array.from({ length: 70 }, (_, index): RowValue[] => [
    `sensor ${index % 64}`,
    draw.once(15) ? null : `device ${draw.below(DEVICES)}`,
  ]),
});

/** Whose a device is; a few are of two people, or of nobody. */
const owners = (draw: SeededDraw): RowTable => ({
  name: 'owners',
  columns: [
    { name: 'device', type: 'text' },
    { name: 'member', type: 'text' },
  ],
  rows: Array.from({ length: 45 }, (_, index): RowValue[] => [
    `device ${index % (DEVICES + 1)}`,
    draw.once(15) ? null : unitName(draw.below(UNITS)),
  ]),
});

/**
 * The tables that row cases read, under 4,500 rows, the same in every run:
 * hostile names and values, NULLs, ties, crossovers, facts on the bounds of
 * windows and on both sides of a change to summer time.
 */
export const rowTables = (): readonly RowTable[] => {
  const draw = seededDraw(20260329);
  return [
    ...[assignments, events, orders, cohort, scores, traits],
    ...[visits, logins, readings, sensors, owners],
  ].map(table => table(draw));
};
