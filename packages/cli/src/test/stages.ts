import os from 'node:os';
import path from 'node:path';
import { findBrowser, installDebianPackage } from '../browser';
import { etudeDirectory } from '../repository';
import { conformanceStage } from './conformance-stage';
import { startTestPostgres } from './postgres';
import { checkTool, runTool } from './run-tool';
import type { Stage, StageResult } from './stage';
import { stageResult, sumResults } from './stage';
import { forgetReport, readTestReport } from './test-report';

const cores = os.availableParallelism();

const reportFile = (name: string): string =>
  path.join(etudeDirectory, 'test', `${name}.json`);

type VitestRun = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** Runs Vitest and counts what it says in its JSON report. */
const vitestRun = async ({
  name,
  args,
  env,
}: VitestRun): Promise<StageResult> => {
  const files = {
    report: reportFile(name),
    skipReasons: reportFile(`${name}-skips`),
  };
  await forgetReport(files);
  const run = await runTool({
    name,
    command: [
      ...(['vitest', 'run'] as const),
      ...args,
      '--reporter=default',
      `--reporter=${path.join(__dirname, 'skip-reporter.ts')}`,
      '--reporter=json',
      `--outputFile.json=${files.report}`,
    ],
    env: { ...env, ETUDE_SKIP_REASONS: files.skipReasons },
  });
  return readTestReport(files, run);
};

// Each compiler keeps one core busy; they share no output.
const types: Stage = {
  name: 'types',
  cores: 2,
  run: async () =>
    sumResults(
      await Promise.all([
        checkTool({
          name: 'types-packages',
          command: ['tsc', '-b', 'tsconfig.packages.json'],
        }),
        checkTool({ name: 'types-portal', command: ['tsc'] }),
      ]),
    ),
};

const eslint = (name: string, args: readonly string[]) =>
  checkTool({
    name,
    command: ['eslint', ...args, '--ext', '.ts,.tsx', '--max-warnings', '0'],
  });

const FOLDERS_OF_THE_PORTAL = ['apps', 'plugins'];

const lint: Stage = {
  name: 'lint',
  cores: 2,
  run: async () => {
    const checks = [
      // ESLint keeps one core busy: two halves that leave nothing out.
      eslint('eslint-portal', FOLDERS_OF_THE_PORTAL),
      eslint('eslint-rest', [
        '.',
        ...FOLDERS_OF_THE_PORTAL.flatMap(folder => [
          '--ignore-pattern',
          `/${folder}/`,
        ]),
      ]),
      checkTool({ name: 'format', command: ['prettier', '--check', '.'] }),
      checkTool({
        name: 'imports',
        command: [
          'depcruise',
          'apps',
          'packages',
          'plugins',
          'bench',
          'calibration',
          'e2e',
        ],
      }),
      checkTool({ name: 'dead-code', command: ['knip', '--no-config-hints'] }),
      checkTool({ name: 'clones', command: ['jscpd', '.'] }),
    ];
    return sumResults(await Promise.all(checks));
  },
};

const unit: Stage = {
  name: 'unit',
  // Two workers, which wait for processes and files half of the time.
  cores: 1,
  run: () =>
    vitestRun({
      name: 'unit',
      args: [
        // A process per file would load every package anew, 260 times.
        '--no-isolate',
        `--maxWorkers=${cores}`,
        // A busy machine is slow, not wrong.
        '--testTimeout=30000',
      ],
      env: { ETUDE_TEST_PART: 'others' },
    }),
};

const engines: Stage = {
  name: 'engines',
  cores: 1,
  run: () =>
    vitestRun({
      name: 'engines',
      args: ['--no-file-parallelism', '--testTimeout=60000'],
      env: { ETUDE_TEST_PART: 'engines' },
    }),
};

const cloud: Stage = {
  name: 'cloud',
  cores: 1,
  run: () =>
    vitestRun({
      name: 'cloud',
      args: ['--no-file-parallelism', '--testTimeout=60000'],
      env: { ETUDE_TEST_PART: 'cloud' },
    }),
};

const plugins: Stage = {
  name: 'plugins',
  cores: 1,
  run: async () => {
    const postgres = await startTestPostgres();
    const files = { report: reportFile('plugins') };
    await forgetReport(files);
    try {
      const run = await runTool({
        name: 'plugins',
        command: [
          'backstage-cli',
          'repo',
          'test',
          '--watchAll=false',
          `--maxWorkers=${Math.max(1, cores - 1)}`,
          // A busy machine is slow, not wrong.
          '--testTimeout=30000',
          '--json',
          `--outputFile=${files.report}`,
        ],
        env:
          postgres.kind === 'running'
            ? {
                BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING:
                  postgres.connectionString,
              }
            : {},
      });
      const result = await readTestReport(files, run);
      return postgres.kind === 'running'
        ? result
        : sumResults([result, stageResult({ skips: [postgres.why] })]);
    } finally {
      if (postgres.kind === 'running') postgres.stop();
    }
  },
};

// The claims of the statistics, by simulation, and that their page is current.
const calibration: Stage = {
  name: 'calibration',
  // It only computes and nothing waits for it: it fills the time in which the
  // others wait for processes and disks, and yields to them.
  cores: 0,
  run: () =>
    checkTool({
      name: 'calibration',
      command: [
        'nice',
        '-n',
        '19',
        'node',
        '--no-node-snapshot',
        '--require',
        '@backstage/cli/config/nodeTransform.cjs',
        'calibration/src/main.ts',
      ],
    }),
};

const smoke: Stage = {
  name: 'smoke',
  cores: 1,
  run: () =>
    checkTool({
      name: 'smoke',
      command: ['./etude', 'start', '--smoke'],
    }),
};

const browser: Stage = {
  name: 'browser',
  cores: 1,
  // Which builds the portal.
  after: ['smoke'],
  run: async () => {
    let found = findBrowser();
    if (!found && installDebianPackage(['chromium'])) found = findBrowser();
    if (!found) {
      return stageResult({
        skips: [
          'no Chrome or Chromium on this machine and none could be installed; set ETUDE_BROWSER to one.',
        ],
      });
    }
    return vitestRun({
      name: 'browser',
      args: ['--config', 'e2e/vitest.config.ts'],
      env: { ETUDE_BROWSER: found },
    });
  },
};

/**
 * Every stage of `./etude test`: the cheapest first, so that a mistake shows
 * early, then those that keep one core busy side by side, the short ones last,
 * so that two cores have work to the end.
 */
export const stages: readonly Stage[] = [
  types,
  lint,
  smoke,
  plugins,
  engines,
  browser,
  unit,
  calibration,
  cloud,
  conformanceStage,
];
