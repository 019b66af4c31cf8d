import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import {
  goProgram,
  javaProgram,
  pythonProgram,
} from './testing/foreign-program';
import type { ForeignProgram } from './testing/foreign-program';
import { startTestEdge } from './testing/running-edge';
import type { RunningTestEdge } from './testing/running-edge';

// The first run on a machine downloads the clients.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

let edge: RunningTestEdge;
let programs: Readonly<Record<string, ForeignProgram>>;
beforeAll(async () => {
  edge = await startTestEdge(exampleState());
  const [go, java, python] = await Promise.all([
    goProgram('openfeature-go-0.1.7', { project: 'openfeature-go' }),
    javaProgram('openfeature-java-0.0.1', {
      project: 'openfeature-java',
      jar: 'ofrep-0.0.1.jar',
    }),
    pythonProgram('openfeature-python-0.3.0', {
      program: 'openfeature-python/client.py',
      packages: [
        'openfeature-sdk==0.10.0',
        'openfeature-provider-ofrep==0.3.0',
      ],
    }),
  ]);
  programs = { go, java, python };
});
afterAll(() => edge.stop());

const assigned = {
  variant: 'green',
  reason: 'TARGETING_MATCH',
  rule: 'sweden',
};

// Where nothing gives a value, the code default answers, and each provider says
// so in its own way.
const failed = (error: string) => ({ reason: 'ERROR', error });
const NO_VALUE = {
  go: [failed('TYPE_MISMATCH'), failed('TYPE_MISMATCH')],
  java: [failed('FLAG_NOT_FOUND'), failed('FLAG_NOT_FOUND')],
  python: [failed('GENERAL'), { reason: 'DEFAULT', error: null }],
} as const;

describe.each([
  ['Go: sdk 1.20.0 and ofrep 0.1.7', 'go'],
  ['Java: sdk 1.20.2 and ofrep 0.0.1', 'java'],
  ['Python: sdk 0.10.0 and ofrep 0.3.0', 'python'],
] as const)("OpenFeature's SDK and OFREP provider for %s", (...given) => {
  const [, language] = given;
  const [noMatch, silent] = NO_VALUE[language];
  it('resolve, with their assignments logged', async ({ skip }) => {
    const program = programs[language];
    if (!program?.isReady) return skip(program?.reason);
    const output = await program.outputOf(edge.url, SHOP_SECRET);
    const answers: unknown = JSON.parse(output);
    expect(answers).toMatchObject({
      text: { value: 'green', ...assigned },
      integer: { value: 4, ...assigned },
      boolean: { value: true, ...assigned },
      nested: { value: 2, ...assigned },
      struct: {
        value: { color: 'green', enabled: true, layout: { columns: 2 } },
        ...assigned,
      },
      noMatch: { value: 'code', ...noMatch },
      silent: { value: 7, ...silent },
      missing: { value: 'code', reason: 'ERROR', error: 'FLAG_NOT_FOUND' },
      refused: { value: 'code', reason: 'ERROR', error: 'GENERAL' },
    });
    const mine = (await edge.lines()).filter(
      ({ unit }) => unit === `${language}-ofrep`,
    );
    // `noMatch` gives nothing; `silent` is of a variant and counts.
    expect(mine).toMatchObject([
      { flag: 'banner', variant: 'green', client: 'shop' },
      { flag: 'fixed', variant: 'blue', client: 'shop' },
    ]);
  });
});
