import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { enginesBenchmark } from './engines/bench-engines';
import { evaluateBenchmark } from './evaluate/bench-evaluate';
import { eventLoopBenchmark } from './event-loop/bench-event-loop';
import type { Benchmark, BenchmarkOptions } from './figure';
import { ingestBenchmark } from './ingest/bench-ingest';
import { describeMachine } from './machine';
import { peersBenchmark } from './peers/bench-peers';
import { reportJson, reportText } from './print-report';
import type { Report } from './print-report';
import { incrementBenchmark } from './refresh/bench-increment';
import { refreshBenchmark } from './refresh/bench-refresh';
import { resolveBenchmark } from './resolve/bench-resolve';
import { statisticsBenchmark } from './statistics/bench-statistics';

/** By the name that `--only` takes. */
const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  resolve: resolveBenchmark,
  evaluate: evaluateBenchmark,
  ingest: ingestBenchmark,
  refresh: refreshBenchmark,
  increment: incrementBenchmark,
  loop: eventLoopBenchmark,
  statistics: statisticsBenchmark,
};

/** Run when named only: they need what others make, installed. */
const OPTIONAL: Readonly<Record<string, Benchmark>> = {
  peers: peersBenchmark,
  engines: enginesBenchmark,
};

const ALL = { ...BENCHMARKS, ...OPTIONAL };
const NAMES = Object.keys(ALL).join(', ');

const USAGE = `Measures what Etude costs beside the limits of this machine; about three minutes.

  --only NAME   one of ${NAMES}; repeatable; peers and engines run only
                when named: peers installs published SDKs into bench/peers, engines
                needs the ClickHouse that the tests of its driver install
  --scale N     N times the data that refresh, increment and engines generate (10: 10 M exposures and
                100 M facts, some minutes and 20 GB of disk); default 1
  --json        print one JSON document instead of tables
  --help        this text
`;

const chosen = (names: readonly string[]): Benchmark[] =>
  names.map(name => {
    const benchmark: Benchmark | undefined = new Map(Object.entries(ALL)).get(
      name,
    );
    if (benchmark === undefined) {
      throw new Error(`There is no benchmark '${name}'. Choose from ${NAMES}.`);
    }
    return benchmark;
  });

/** On a real disk: a temporary folder may be memory, where syncs are free. */
const workRoot = join(__dirname, '..', '..', '.etude', 'bench');

const runAll = async (
  benchmarks: readonly Benchmark[],
  options: BenchmarkOptions,
): Promise<Report> => {
  await mkdir(workRoot, { recursive: true });
  const folder = await mkdtemp(join(workRoot, 'run-'));
  const startedAt = performance.now();
  const machine = describeMachine(folder);
  try {
    const measured = [];
    for (const { name, run } of benchmarks) {
      process.stderr.write(`${name} …\n`);
      measured.push({ name, figures: await run(folder, options) });
    }
    const seconds = (performance.now() - startedAt) / 1000;
    return { machine, seconds, benchmarks: measured };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const scaleOf = (text: string): number => {
  const scale = Number(text);
  if (scale > 0 && scale <= 100) return scale;
  throw new Error(`--scale is '${text}'. Give a number above 0, at most 100.`);
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      scale: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const report = await runAll(chosen(values.only ?? Object.keys(BENCHMARKS)), {
    scale: scaleOf(values.scale),
  });
  const text = values.json ? reportJson(report) : reportText(report);
  process.stdout.write(`${text}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
