import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  appliedDefinitionsSchema,
  applyDefinitionsRequestSchema,
  definitionsFileSchema,
} from '@etude/plugin-metrics-common';
import type { DefinitionsFile } from '../services/definitions-file';

/** Routes of definitions as code. */
export const definitionsFileRoutes = (file: DefinitionsFile): Route[] => [
  defineRoute({
    method: 'get',
    path: '/definitions',
    operationId: 'exportDefinitions',
    summary: 'All fact tables, relations and metrics as a definitions.yaml.',
    response: definitionsFileSchema,
    handle: async ({ caller }) => ({ text: await file.write(caller) }),
  }),
  defineRoute({
    method: 'post',
    path: '/definitions:apply',
    operationId: 'applyDefinitions',
    summary:
      'Creates and changes what a definitions.yaml names; the rest stays.',
    body: applyDefinitionsRequestSchema,
    response: appliedDefinitionsSchema,
    handle: call => file.apply(call),
  }),
];
