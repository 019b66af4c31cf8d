import path from 'node:path';
import { findBrowser, installDebianPackage } from '../browser';
import { etudeDirectory } from '../repository';
import { conformanceStage } from './conformance-stage';
import { startTestPostgres } from './postgres';
import { checkTool, runTool } from './run-tool';
import type { Stage } from './stage';
import { skippedStage, sumResults } from './stage';
import { readTestReport } from './test-report';

const reportFile = (name: string): string =>
  path.join(etudeDirectory, 'test', `${name}.json`);

const types: Stage = {
  name: 'types',
  run: async () =>
    sumResults([
      await checkTool({
        name: 'types-packages',
        command: ['tsc', '-b', 'tsconfig.packages.json'],
      }),
      await checkTool({ name: 'types-portal', command: ['tsc'] }),
    ]),
};

const lint: Stage = {
  name: 'lint',
  run: async () => {
    const checks = [
      checkTool({ name: 'format', command: ['prettier', '--check', '.'] }),
      checkTool({
        name: 'eslint',
        command: ['eslint', '.', '--ext', '.ts,.tsx', '--max-warnings', '0'],
      }),
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
  run: async () => {
    const run = await runTool({
      name: 'unit',
      command: [
        'vitest',
        'run',
        // A busy machine is slow, not wrong.
        '--testTimeout=30000',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile('unit')}`,
      ],
      env: { ETUDE_TEST_PART: 'others' },
    });
    return readTestReport(reportFile('unit'), run);
  },
};

const engines: Stage = {
  name: 'engines',
  run: async () => {
    const run = await runTool({
      name: 'engines',
      command: [
        'vitest',
        'run',
        '--no-file-parallelism',
        '--testTimeout=60000',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile('engines')}`,
      ],
      env: { ETUDE_TEST_PART: 'engines' },
    });
    return readTestReport(reportFile('engines'), run);
  },
};

const plugins: Stage = {
  name: 'plugins',
  run: async () => {
    const postgres = await startTestPostgres();
    try {
      const run = await runTool({
        name: 'plugins',
        command: [
          'backstage-cli',
          'repo',
          'test',
          '--watchAll=false',
          '--json',
          `--outputFile=${reportFile('plugins')}`,
        ],
        env:
          postgres.kind === 'running'
            ? {
                BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING:
                  postgres.connectionString,
              }
            : {},
      });
      const result = await readTestReport(reportFile('plugins'), run);
      return postgres.kind === 'running'
        ? result
        : sumResults([result, skippedStage(postgres.why)]);
    } finally {
      if (postgres.kind === 'running') postgres.stop();
    }
  },
};

// The claims of the statistics, by simulation, and that their page is current.
const calibration: Stage = {
  name: 'calibration',
  run: () =>
    checkTool({
      name: 'calibration',
      command: [
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
  run: () =>
    checkTool({
      name: 'smoke',
      command: ['./etude', 'start', '--smoke'],
    }),
};

const browser: Stage = {
  name: 'browser',
  run: async () => {
    let found = findBrowser();
    if (!found && installDebianPackage(['chromium'])) found = findBrowser();
    if (!found) {
      return skippedStage(
        'no Chrome or Chromium on this machine and none could be installed; set ETUDE_BROWSER to one.',
      );
    }
    const run = await runTool({
      name: 'browser',
      command: [
        'vitest',
        'run',
        '--config',
        'e2e/vitest.config.ts',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile('browser')}`,
      ],
      env: { ETUDE_BROWSER: found },
    });
    return readTestReport(reportFile('browser'), run);
  },
};

/** Every stage of `./etude test`, cheapest first. */
export const stages: readonly Stage[] = [
  types,
  lint,
  unit,
  plugins,
  engines,
  conformanceStage,
  calibration,
  smoke,
  browser,
];
