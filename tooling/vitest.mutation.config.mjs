import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// A run ends at the first test that fails, so the cheap ones come first: small
// files, then those that run nearly all code whatever changed, and the shared
// cases, which load everything, at the very end.
const COSTLY = ['/analysis-laws.test.ts', '/explanation/', '/conformance/'];
const costOf = ({ moduleId }) => {
  const place = COSTLY.findIndex(part => moduleId.includes(part));
  return place === -1 ? statSync(moduleId).size : 1e9 * (place + 1);
};

class CheapestFirst {
  sort(files) {
    return [...files].sort((a, b) => costOf(a) - costOf(b));
  }

  shard(files) {
    return files;
  }
}

// The tests a mutant has to survive. Left out are those that simulate for
// seconds and those that explain the results of every design (what they prove
// has a quicker test beside the code), and those that read pages the sandbox
// has not. Modules are loaded once per run and not once per
// file: no test here changes a module.
export default defineConfig({
  test: {
    include: ['packages/{stats,analysis}/src/**/*.test.ts'],
    exclude: [
      '**/*-simulation.test.ts',
      '**/tests-under-null.test.ts',
      '**/ship-error-rate.test.ts',
      '**/numerics-page.test.ts',
      '**/explain-every-design.test.ts',
      '**/closed-explanations.test.ts',
      '**/no-invented-numbers.test.ts',
    ],
    isolate: false,
    sequence: { sequencer: CheapestFirst },
    // The code under mutation counts its own steps, which makes it slower.
    testTimeout: 60_000,
  },
});
