import { hash } from 'node:crypto';
import { compileState } from '@etude/resolver';
import type { ResolvedCredential } from '@etude/resolver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesIn, textIn } from '../proto/decoded-message';
import { jsonOfStruct, structMessageOf } from '../proto/struct';
import { wireMessage } from '../proto/wire-types';
import { loadPublishedResolver } from '../testing/published-resolver';
import { APP_SECRET, wireState } from '../testing/wire-state';
import { WIRE_REASONS, wireFlag } from '../wire-flag';
import { exportState } from './export-state';

/** The WASM of `spotify/confidence-resolver`, which is not in this repository. */
const WASM = process.env['ETUDE_CONFIDENCE_WASM'] ?? '';

/** Half of everyone, so that the salt of the population matters. */
const HALF: [number, number][] = [[0, 500_000]];

const envelope = wireMessage('confidence.flags.admin.v1.ClientResolverState');

const credentialOf = (): ResolvedCredential => {
  const resolver = compileState(wireState());
  const found = resolver.findCredential(hash('sha256', APP_SECRET));
  if (!found) throw new Error('the state has this credential');
  return found;
};

const contexts = fc.record(
  {
    targeting_key: fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.integer(),
      fc.constant(null),
    ),
    country: fc.constantFrom('SE', 'NO'),
    account: fc.record({
      id: fc.oneof(fc.string(), fc.integer(), fc.constant(1.5)),
    }),
  },
  { requiredKeys: [] },
);

describe.skipIf(WASM === '')(
  'the published resolver (ETUDE_CONFIDENCE_WASM names its file)',
  () => {
    // A flag that a broken rule fails is an error here and, by the published
    // resolver, no match; it is a state that the portal never publishes.
    const broken = ['flags/broken', 'flags/sticky'];

    it('resolves an exported state as the edge does', async () => {
      const published = await loadPublishedResolver(WASM);
      const whole = wireState();
      const state = {
        ...whole,
        flags: whole.flags.filter(({ name }) => !broken.includes(name)),
        segments: whole.segments.map(segment =>
          segment.name === 'segments/sweden'
            ? { ...segment, population: HALF }
            : segment,
        ),
      };
      const credential = credentialOf();
      const exported = exportState(state, credential, APP_SECRET);
      const decoded = envelope.decode(exported.bytes);
      if (!decoded.ok) throw new Error('our own message decodes');
      const bytes = decoded.value['state'];
      if (!(bytes instanceof Uint8Array)) throw new Error('it has a state');
      published.setState(bytes, textIn(decoded.value, 'account'));

      const resolver = compileState(state);
      const leftOut = exported.leftOut.map(({ flag }) => flag);
      fc.assert(
        fc.property(contexts, context => {
          const answer = published.resolve({
            clientSecret: APP_SECRET,
            evaluationContext: structMessageOf(context),
          });
          const theirs = new Map(
            messagesIn(answer, 'resolvedFlags').map(flag => [
              textIn(flag, 'flag'),
              {
                variant: textIn(flag, 'variant'),
                reason: flag['reason'],
                value: jsonOfStruct(flag['value']),
              },
            ]),
          );
          const resolved = resolver.resolve({ credential, context });
          if (!resolved.ok) throw new Error('it resolves');
          const ours = new Map(
            resolved.value
              .filter(({ flag }) => !leftOut.includes(flag))
              .map(resolution => wireFlag(resolution, 'full'))
              .map(({ flag, variant, reason, value }) => [
                flag,
                { variant, reason: WIRE_REASONS[reason], value: value ?? {} },
              ]),
          );
          expect(ours.size).toBeGreaterThan(8);
          expect(theirs).toEqual(ours);
        }),
        { seed: 1, numRuns: 300 },
      );
    });
  },
);
