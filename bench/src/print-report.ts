import { speedRatio } from './figure';
import type { Figure } from './figure';
import type { Machine } from './machine';
import type { Cost } from './measure';

/** Everything one run measured. */
export type Report = {
  readonly machine: Machine;
  readonly seconds: number;
  readonly benchmarks: readonly {
    readonly name: string;
    readonly figures: readonly Figure[];
  }[];
};

const scaled = (value: number): string => {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e3) return `${(value / 1e3).toFixed(1)} k`;
  return value.toPrecision(3);
};

/** Rates for what is done often, seconds for what is done once. */
const costCells = (
  { count, cpuSeconds, wallSeconds }: Cost,
  unit: string,
): [string, string] =>
  count === 1
    ? [
        cpuSeconds === null ? '?' : `${cpuSeconds.toFixed(3)} CPU-s`,
        `${wallSeconds.toFixed(3)} s`,
      ]
    : [
        cpuSeconds === null ? '?' : `${scaled(count / cpuSeconds)} ${unit}`,
        `${scaled(count / wallSeconds)} ${unit}`,
      ];

const ratioCell = (ratio: number): string =>
  `${ratio.toFixed(ratio < 1 ? 3 : 2)} ×`;

const figureRows = (figure: Figure): string[][] => [
  ['', figure.name, ...costCells(figure.cost, figure.unit)],
  ...figure.references.map(reference => [
    ratioCell(speedRatio(figure, reference)),
    `  of ${reference.name}${reference.by === 'wall' ? ' (wall time)' : ''}`,
    ...costCells(reference.cost, figure.unit),
  ]),
  ...(figure.notes ?? []).map(note => ['', `  ${note}`, '', '']),
];

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = [0, 1, 2, 3].map(column =>
    Math.max(...rows.map(row => row[column]?.length ?? 0)),
  );
  return rows
    .map(row =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 1 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const machineLines = (machine: Machine): string[] => [
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}`,
  `Load before the run: ${machine.load}.${machine.load > 1 ? ' The machine is busy: trust CPU time and ratios, not wall time.' : ''}`,
  ...(machine.isFolderInMemory
    ? ['The logs are in memory: syncs cost nothing, so durability looks free.']
    : []),
];

/** The report as text for people. */
export const reportText = (report: Report): string => {
  const header = ['speed', 'what', 'per CPU second', 'per second'];
  const sections = report.benchmarks.map(({ name, figures }) =>
    [`\n${name}\n`, table([header, ...figures.flatMap(figureRows)])].join('\n'),
  );
  return [
    ...machineLines(report.machine),
    ...sections,
    `\nMedians of several rounds, ${report.seconds.toFixed(0)} s in all.`,
  ].join('\n');
};

/** The report as one JSON document; ratios are spelled out. */
export const reportJson = (report: Report): string => {
  const benchmarks = report.benchmarks.map(({ name, figures }) => ({
    name,
    figures: figures.map(figure => ({
      ...figure,
      references: figure.references.map(reference => ({
        ...reference,
        ratio: speedRatio(figure, reference),
      })),
    })),
  }));
  return JSON.stringify({ ...report, benchmarks }, null, 2);
};
