import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createProcessLog } from '../process-log';
import { runProgram, stopSignal } from '../run-program';
import { quantile } from './change-latency';
import { runSoak } from './run-soak';
import type { SoakReport } from './run-soak';

const optionsSchema = z.object({
  minutes: z.coerce.number().positive().max(1_440).default(10),
  edges: z.coerce.number().int().min(2).max(16).default(2),
  rate: z.coerce.number().positive().max(10_000).default(150),
  seed: z.coerce.number().int().default(1),
  'kill-seconds': z.coerce.number().min(5).default(60),
});

const text = { type: 'string' } as const;

const readOptions = () =>
  optionsSchema.parse(
    parseArgs({
      options: {
        minutes: text,
        edges: text,
        rate: text,
        seed: text,
        'kill-seconds': text,
      },
    }).values,
  );

const SHOWN_OF_A_KIND = 5;

const ms = (value: number | null): string =>
  value === null ? '-' : `${Math.round(value)} ms`;

/** Violations such as `lost: …`, some of each kind. */
const firstOfEachKind = (violations: readonly string[]): string[] => {
  const kinds = Map.groupBy(violations, text => text.split(':')[0]);
  return [...kinds.values()].flatMap(kind => [
    ...kind.slice(0, SHOWN_OF_A_KIND).map(violation => `  ${violation}`),
    ...(kind.length > SHOWN_OF_A_KIND
      ? [`  … ${kind.length - SHOWN_OF_A_KIND} more like these`]
      : []),
  ]);
};

const reportLines = (report: SoakReport): string[] => {
  const { latencies, assignments, events, sticky, violations } = report;
  return [
    `${report.states} states, ${report.kills} kills`,
    `${report.answered} answers (${report.unchanged} of them 304), ${report.unanswered} broken off by kills`,
    `assignments: ${assignments.each} acknowledged by edges that log each, ${assignments.withinWindow} by edges that leave out repeats; ${assignments.rows} rows in the lake`,
    `events: ${events.acknowledged} acknowledged, ${events.rows} rows in the lake`,
    `sticky: ${sticky.units} units with a variant, told again ${sticky.repeats} times, ${sticky.elsewhere} of them by another edge or life; ${sticky.rows} rows in the lake`,
    `a change is answered from after: median ${ms(quantile(latencies, 0.5))}, 99 % ${ms(quantile(latencies, 0.99))}, at most ${ms(quantile(latencies, 1))} (${latencies.length} changes)`,
    ...report.memory.map(
      ({ run, gauge, fromMb, growthMb, allowedMb }) =>
        `${gauge} of ${run}: ${fromMb.toFixed(0)} MB at half time, ${growthMb >= 0 ? '+' : ''}${growthMb.toFixed(1)} MB over the second half (allowed ${allowedMb})`,
    ),
    violations.length === 0
      ? 'no violation'
      : `${violations.length} VIOLATIONS, the first of each kind:`,
    ...firstOfEachKind(violations),
  ];
};

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

runProgram(async () => {
  const { minutes, edges, rate, seed, ...rest } = readOptions();
  const folder = await mkdtemp(join(tmpdir(), 'etude-soak-'));
  const startedMs = Date.now();
  const report = await runSoak({
    folder,
    seconds: minutes * 60,
    edges,
    rate,
    seed,
    killSeconds: rest['kill-seconds'],
    signal: stopSignal(),
    progress: line =>
      write(`${((Date.now() - startedMs) / 1_000).toFixed(0)} s: ${line}`),
  });
  write('');
  for (const line of reportLines(report)) write(line);
  if (report.violations.length > 0) {
    throw new Error(`The soak failed. Logs and lake are in ${folder}.`);
  }
  await rm(folder, { recursive: true, force: true });
}, createProcessLog('soak'));
