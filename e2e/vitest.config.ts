import { defineConfig } from 'vitest/config';

// One process and one started system for all files: two cores have to carry
// the system, its traffic and a browser.
export default defineConfig({
  test: {
    name: '@etude/e2e',
    environment: 'node',
    include: ['e2e/src/**/*.test.ts'],
    globalSetup: ['e2e/src/global-setup.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    // Two pages at once, where a file says that its tests may be.
    maxConcurrency: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
