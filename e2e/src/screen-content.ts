import { z } from 'zod';
import { callPortal } from './portal-api';
import type { System } from './system';

/** Ids of its own for what is made, for screens with nothing to hide. */
export type ScreenContent = {
  readonly flagId: string;
  readonly segmentId: string;
  /** Also the id of its fact table, and of the entity that it leads from. */
  readonly relationId: string;
};

type Portal = Pick<System, 'portalUrl' | 'operatorToken'>;

const post = (system: Portal, path: string, body: unknown) =>
  callPortal(system, {
    method: 'POST',
    path,
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

// Two devices: one was Ann's and then Bob's, the other is of two at once.
const LOGINS = `
  SELECT device, reader, CAST(seen AS TIMESTAMP) AS since FROM (VALUES
    ('phone', 'ann', '2026-03-01 10:00'),
    ('phone', 'bob', '2026-03-02 10:00'),
    ('tablet', 'bob', '2026-03-01 09:00'),
    ('tablet', 'cid', '2026-03-01 09:00')
  ) AS logins (device, reader, seen)`;

const loginsOf = ({ relationId }: ScreenContent) => ({
  id: relationId,
  name: `Logins ${relationId}`,
  description: 'Who signed in where.',
  owner: 'group:default/data',
  source: { kind: 'query', sql: LOGINS },
  timestampColumn: 'since',
  entityColumns: { [relationId]: 'device', reader: 'reader' },
  measures: [],
  dimensions: [],
});

const relationOf = ({ relationId }: ScreenContent) => ({
  id: relationId,
  name: 'Signed in',
  description: 'Who used a device last.',
  owner: 'group:default/data',
  factTableId: relationId,
  from: relationId,
  to: 'reader',
  validFromColumn: 'since',
});

/**
 * Makes a flag with a sticky rule and a change request, its segment, and a
 * relation between entities.
 */
export const makeScreenContent = async (
  system: Portal,
  content: ScreenContent,
): Promise<void> => {
  const { flagId } = content;
  await post(system, 'flags/v1/segments', segmentOf(content));
  await post(system, 'flags/v1/flags', flagOf(content));
  await post(system, `flags/v1/flags/${flagId}/rules`, ruleOf(content));
  const { etag } = await callPortal(system, {
    path: `flags/v1/flags/${flagId}`,
    schema: z.object({ etag: z.string() }),
  });
  await post(system, 'flags/v1/change-requests', {
    flagId,
    etag,
    change: { kind: 'rollout', variant: 'precise', reach: 0.1 },
    reason: 'The launch is today',
  });
  await post(system, 'metrics/v1/fact-tables', loginsOf(content));
  await post(system, 'metrics/v1/relations', relationOf(content));
};
