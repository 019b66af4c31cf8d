import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * One engine in a process of its own: sets it up with the workload, then
 * answers each message of the parent: `tally` with what the users got, a
 * number of CPU seconds with what it costs to evaluate one flag for them again
 * and again.
 */
const [enginePath, workloadPath] = process.argv.slice(2);
const workload = JSON.parse(readFileSync(workloadPath, 'utf8'));
const require = createRequire(import.meta.url);
const { create } = enginePath.endsWith('.ts')
  ? require(enginePath)
  : await import(enginePath);
const evaluate = await create(workload);
const { length } = workload.users;
const isAsync = evaluate(0) instanceof Promise;

const pass = () => {
  for (let index = 0; index < length; index++) evaluate(index);
};
const asyncPass = async () => {
  for (let index = 0; index < length; index++) await evaluate(index);
};

const cpuSecondsSince = start => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

const round = async cpuSeconds => {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  let count = 0;
  while (cpuSecondsSince(cpu) < cpuSeconds) {
    if (isAsync) await asyncPass();
    else pass();
    count += length;
  }
  return {
    count,
    cpuSeconds: cpuSecondsSince(cpu),
    wallSeconds: (performance.now() - startedAt) / 1000,
  };
};

const tally = async () => {
  const counts = {};
  for (let index = 0; index < length; index++) {
    const variant = String(await evaluate(index));
    counts[variant] = (counts[variant] ?? 0) + 1;
  }
  return counts;
};

process.on('message', async message => {
  const answer = message === 'tally' ? await tally() : await round(message);
  process.send({ answer });
});
process.on('disconnect', () => process.exit());
process.send({ answer: 'ready' });
