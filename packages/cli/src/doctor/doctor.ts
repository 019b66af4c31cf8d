import fs from 'node:fs/promises';
import os from 'node:os';
import { findBrowser } from '../browser';
import { parseOptions } from '../options';
import { print } from '../print';
import { etudeDirectory } from '../repository';
import { requireFreePort } from '../start/free-port';

type Finding = {
  readonly state: 'ok' | 'advice' | 'problem';
  readonly sentence: string;
};

const GIBIBYTE = 1024 ** 3;

const nodeVersion = (): Finding => ({
  state: process.versions.node.startsWith('24.') ? 'ok' : 'problem',
  sentence: `Node ${process.versions.node} runs this command (24 is needed).`,
});

const disk = async (): Promise<Finding> => {
  const stats = await fs.statfs(etudeDirectory);
  const free = (stats.bavail * stats.bsize) / GIBIBYTE;
  return {
    state: free < 1 ? 'problem' : 'ok',
    sentence: `${free.toFixed(1)} GiB free on the disk of ${etudeDirectory}${free < 1 ? '; make room: portal and lake need at least 1 GiB.' : '.'}`,
  };
};

const memory = (): Finding => {
  const total = os.totalmem() / GIBIBYTE;
  return {
    state: total < 3.5 ? 'advice' : 'ok',
    sentence: `${total.toFixed(1)} GiB of memory${total < 3.5 ? '; building the frontend wants 4.' : '.'}`,
  };
};

const port = async (number: number, option: string): Promise<Finding> => {
  try {
    await requireFreePort(number, option);
    return { state: 'ok', sentence: `Port ${number} is free.` };
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    return { state: 'advice', sentence };
  }
};

const browser = (): Finding => {
  const found = findBrowser();
  return found
    ? { state: 'ok', sentence: `${found} can run the browser tests.` }
    : {
        state: 'advice',
        sentence:
          'No Chrome or Chromium: ./etude test will try to install one, or skip the browser part. Set ETUDE_BROWSER to one elsewhere.',
      };
};

const database = (): Finding => ({
  state: 'ok',
  sentence: process.env['DATABASE_URL']
    ? 'DATABASE_URL is set: the portal keeps its state in PostgreSQL.'
    : 'DATABASE_URL is not set: the portal keeps its state in SQLite files.',
});

const MARK = { ok: ' ok ', advice: 'note', problem: 'FAIL' } as const;

/** `./etude doctor`: 1 when something would keep Etude from starting. */
export const doctor = async (argv: readonly string[]): Promise<number> => {
  parseOptions(argv, 'doctor', {});
  const findings: readonly Finding[] = [
    nodeVersion(),
    memory(),
    await disk(),
    await port(7007, '--port'),
    await port(7070, '--edge-port'),
    database(),
    browser(),
  ];
  for (const finding of findings) {
    print(`[${MARK[finding.state]}] ${finding.sentence}`);
  }
  return findings.some(({ state }) => state === 'problem') ? 1 : 0;
};
