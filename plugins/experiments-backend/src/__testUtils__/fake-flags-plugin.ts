import type { Caller, Route } from '@etude/api-node';
import { defineRoute } from '@etude/api-node';
import { EtudeError } from '@etude/kernel';
import {
  experimentRulePlaceSchema,
  experimentRuleSchema,
  flagRecordSchema,
} from '@etude/plugin-flags-common';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { z } from 'zod';
import { fakePlugin } from './fake-plugin';

const flagRecord = (id: string): FlagRecord => ({
  id,
  description: '',
  owner: 'group:default/growth',
  componentRef: null,
  labels: {},
  schema: { type: 'struct', fields: { color: { type: 'string' } } },
  clients: [],
  variants: [
    { id: 'control', value: { color: 'blue' }, description: '' },
    { id: 'green', value: { color: 'green' }, description: '' },
  ],
  rules: [],
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
  state: 'active',
  etag: '1',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user:default/ada',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'user:default/ada',
});

const refusal = (code: string): EtudeError =>
  new EtudeError('The fake refuses.', { code, kind: 'user' });

const nothing = (): Promise<void> => Promise.resolve();

/** What the fake holds, what it was asked, and how a test makes it answer. */
const createState = () => ({
  flag: flagRecord('checkout-button'),
  /** Method and kind of caller of every write, in order. */
  writes: [] as string[],
  answer: { refusePut: false, afterPut: nothing, afterDelete: nothing },
});

type FlagsState = ReturnType<typeof createState>;

const setRule = (
  { flag }: FlagsState,
  rule: { readonly experimentId: string; readonly enabled: boolean },
) => {
  const { experimentId, enabled } = rule;
  flag.rules = [
    ...flag.rules.filter(({ owner }) => owner.ref !== experimentId),
    {
      id: `rule-${experimentId}`,
      name: experimentId,
      owner: { kind: 'experiment', ref: experimentId },
      enabled,
      segment: `segment-${experimentId}`,
      targetingKeySelector: '',
      environments: [],
      assignments: [],
      bucketCount: 1000,
    },
  ];
  return {
    ruleId: `rule-${experimentId}`,
    segmentId: `segment-${experimentId}`,
    enabled,
  };
};

const routesOf = (state: FlagsState): Route[] => {
  const log = (method: string, { principal }: Caller) =>
    state.writes.push(`${method} as ${principal.type}`);
  return [
    defineRoute({
      method: 'get',
      path: '/flags/{id}',
      operationId: 'getFlag',
      summary: 'A flag',
      params: z.object({ id: z.string() }),
      response: flagRecordSchema,
      handle: ({ params }) =>
        params.id === state.flag.id
          ? Promise.resolve(state.flag)
          : Promise.reject(refusal('ETUDE_FLAGS_NOT_FOUND')),
    }),
    defineRoute({
      method: 'put',
      path: '/flags/{id}/experiment-rule',
      operationId: 'putExperimentRule',
      summary: 'Serves an experiment',
      body: experimentRuleSchema,
      response: experimentRulePlaceSchema,
      handle: async ({ body, caller }) => {
        log('PUT', caller);
        if (state.answer.refusePut) throw refusal('ETUDE_FLAGS_FORBIDDEN');
        const { experimentId } = body;
        const place = setRule(state, { experimentId, enabled: true });
        await state.answer.afterPut();
        return place;
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/flags/{id}/experiment-rule/{experimentId}',
      operationId: 'disableExperimentRule',
      summary: 'Stops serving an experiment',
      params: z.object({ id: z.string(), experimentId: z.string() }),
      response: experimentRulePlaceSchema,
      handle: async ({ params: { experimentId }, caller }) => {
        log('DELETE', caller);
        const place = setRule(state, { experimentId, enabled: false });
        await state.answer.afterDelete();
        return place;
      },
    }),
  ];
};

/**
 * The flags plugin as far as experiments call it, over real HTTP with its
 * real schemas: one flag, `checkout-button`, whose rules are kept in memory.
 */
export const createFakeFlags = () => {
  const state = createState();
  const plugin = fakePlugin('flags', routesOf(state));
  return { plugin, ...state };
};
