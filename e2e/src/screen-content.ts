import { z } from 'zod';
import { callPortal } from './portal-api';
import type { System } from './system';

/** Ids of a flag and a segment of its own, for screens with nothing to hide. */
export type ScreenContent = {
  readonly flagId: string;
  readonly segmentId: string;
};

type Portal = Pick<System, 'portalUrl' | 'operatorToken'>;

const post = (system: Portal, path: string, body: unknown) =>
  callPortal(system, {
    method: 'POST',
    path: `flags/v1/${path}`,
    body,
    schema: z.unknown(),
  });

const country = (value: string) => ({
  criteria: {
    c1: {
      type: 'attribute',
      attribute: 'country',
      rule: { op: 'eq', value: { type: 'string', value } },
    },
  },
  expression: { type: 'ref', ref: 'c1' },
});

const segmentOf = ({ segmentId }: ScreenContent) => ({
  id: segmentId,
  description: 'Readers who asked to see new things first.',
  owner: 'group:default/checkout',
  targeting: country('SE'),
  allocation: {
    proportion: 0.4,
    exclusivityTags: [segmentId],
    exclusiveTo: [segmentId],
  },
});

const flagOf = ({ flagId }: ScreenContent) => ({
  id: flagId,
  owner: 'group:default/checkout',
  description: 'How precisely the arrival of a parcel is promised.',
  labels: {},
  clients: ['storefront'],
  schema: {
    type: 'struct',
    fields: { words: { type: 'string' }, hours: { type: 'int' } },
  },
  variants: [
    { id: 'rough', value: { words: 'in a few days', hours: 72 } },
    { id: 'precise', value: { words: 'on Tuesday', hours: 2 } },
  ],
});

const ruleOf = ({ segmentId }: ScreenContent) => ({
  kind: 'segment',
  segment: segmentId,
  name: 'Early readers',
  assignments: [
    { kind: 'variant', variant: 'rough' },
    { kind: 'variant', variant: 'precise' },
  ],
  stickiness: { materialization: segmentId, isIntakePaused: false },
});

/** Makes a flag with a sticky rule and a change request, and its segment. */
export const makeScreenContent = async (
  system: Portal,
  content: ScreenContent,
): Promise<void> => {
  const { flagId } = content;
  await post(system, 'segments', segmentOf(content));
  await post(system, 'flags', flagOf(content));
  await post(system, `flags/${flagId}/rules`, ruleOf(content));
  const { etag } = await callPortal(system, {
    path: `flags/v1/flags/${flagId}`,
    schema: z.object({ etag: z.string() }),
  });
  await post(system, 'change-requests', {
    flagId,
    etag,
    change: { kind: 'rollout', variant: 'precise', reach: 0.1 },
    reason: 'The launch is today',
  });
};
