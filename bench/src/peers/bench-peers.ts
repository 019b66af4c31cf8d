import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Benchmark, Figure } from '../figure';
import { medianRound } from '../measure';
import type { Cost } from '../measure';
import { PEERS_FOLDER, startEngine } from './engine-process';
import type { EngineProcess } from './engine-process';
import { installPeers } from './install-peers';
import { peerWorkload } from './peer-workload';

const SIZES = [1, 1_000];
const ROUNDS = 7;
const WARM_UP_CPU_SECONDS = 1;
const ROUND_CPU_SECONDS = 0.3;
const OURS = 'Etude, with its assignment log';
const HASH = 'the bare hash of the same keys';

const engines = (): [name: string, path: string][] => {
  const folder = join(PEERS_FOLDER, 'engines');
  return [
    [OURS, join(__dirname, 'etude-engine.ts')],
    [HASH, join(__dirname, 'hash-engine.ts')],
    ...readdirSync(folder)
      .toSorted()
      .map((file): [string, string] => [
        basename(file, '.mjs'),
        join(folder, file),
      ]),
  ];
};

/** Shares may differ by five standard deviations: the hashes differ. */
const MAX_DIFFERENCE = 5 * Math.sqrt(10_000 * 0.25);

const checkTallies = async (
  processes: readonly EngineProcess[],
): Promise<string> => {
  const [ours] = processes;
  const expected = (await ours?.tally()) ?? {};
  for (const engine of processes) {
    if (engine.name === HASH) continue;
    const { none = 0, treatment = 0 } = await engine.tally();
    const difference = Math.abs(treatment - (expected['treatment'] ?? 0));
    if (none !== expected['none'] || difference > MAX_DIFFERENCE) {
      throw new Error(
        `${engine.name} gave nothing to ${none} users and the treatment to ${treatment}, Etude to ${expected['none']} and ${expected['treatment']}: they do not evaluate the same rules.`,
      );
    }
  }
  return `every engine gave nothing to the same ${expected['none']} of 10,000 users, and the treatment to as many within chance`;
};

/** Rounds of all engines in turn, so that a busy minute hits them alike. */
const interleaved = async (
  processes: readonly EngineProcess[],
): Promise<Cost[]> => {
  const rounds = processes.map((): Cost[] => []);
  for (const { round } of processes) await round(WARM_UP_CPU_SECONDS);
  for (let count = 0; count < ROUNDS; count++) {
    for (const [index, { round }] of processes.entries()) {
      rounds[index]?.push(await round(ROUND_CPU_SECONDS));
    }
  }
  return rounds.map(medianRound);
};

const measure = async (flags: number, folder: string): Promise<Figure> => {
  const workloadPath = join(folder, `workload-${flags}.json`);
  writeFileSync(workloadPath, JSON.stringify(peerWorkload(flags)));
  const processes: EngineProcess[] = [];
  try {
    for (const [name, path] of engines()) {
      processes.push(await startEngine(name, path, workloadPath));
    }
    const note = await checkTallies(processes);
    const costs = await interleaved(processes);
    const references = costs.map((cost, index) => ({
      name: processes[index]?.name ?? '',
      cost,
      by: 'cpu' as const,
    }));
    const [ours, ...others] = references;
    if (ours === undefined) throw new Error('No engine was measured.');
    return {
      name: `${OURS}: 1 of ${flags} flags`,
      unit: 'evaluations',
      cost: ours.cost,
      references: others,
      notes: [note],
    };
  } finally {
    for (const { stop } of processes) stop();
  }
};

/**
 * The `resolve` workload through published SDKs, each in a process of its own,
 * beside ours in the same run. Installs them on first use.
 */
export const peersBenchmark: Benchmark = {
  name: 'evaluate in process, beside published SDKs',
  run: async folder => {
    installPeers();
    const figures: Figure[] = [];
    for (const flags of SIZES) figures.push(await measure(flags, folder));
    return figures;
  },
};
