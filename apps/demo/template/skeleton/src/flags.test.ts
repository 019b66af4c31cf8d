import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greetingFor } from './flags.ts';

test('greets with the code default while no edge is connected', async () => {
  assert.equal(await greetingFor('reader-1'), 'Hello');
});
