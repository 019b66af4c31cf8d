import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  explainAnswerSchema,
  explainRequestSchema,
  flagReadPermission,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import type { RouteDependencies } from './route-dependencies';

/** The resolve tester. */
export const explainRoutes = ({
  services,
  access,
}: RouteDependencies): Route[] => [
  defineRoute({
    method: 'post',
    path: '/flags/{id}/explain',
    operationId: 'explainFlag',
    summary: 'Why a flag gives a context what it gives, now or at a time',
    params: z.object({ id: z.string() }),
    body: explainRequestSchema,
    response: explainAnswerSchema,
    handle: async ({ params: { id }, body, caller }) => {
      await access.require(caller, flagReadPermission);
      return services.explain.explain(id, body);
    },
  }),
];
