import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  MAX_IMPORT_BYTES,
  importQuerySchema,
  importResponseSchema,
  lakeOverviewSchema,
} from '@etude/plugin-metrics-common';
import { z } from 'zod';
import type { Lake } from '../services/lake';

/** Routes of what the lake holds. */
export const lakeRoutes = (lake: Lake): Route[] => [
  defineRoute({
    method: 'get',
    path: '/lake',
    operationId: 'getLake',
    summary: 'Tables of the lake, their rows and newest times, and imports.',
    response: lakeOverviewSchema,
    handle: ({ caller }) => lake.overview(caller),
  }),
  defineRoute({
    method: 'post',
    path: '/imports',
    operationId: 'importTable',
    summary: 'Imports a CSV or Parquet file as a table for fact tables.',
    query: importQuerySchema,
    body: z.instanceof(Buffer, {
      error: 'The body has to be the CSV text or the Parquet bytes.',
    }),
    bodyKind: 'raw',
    maxBytes: MAX_IMPORT_BYTES,
    response: importResponseSchema,
    status: 201,
    handle: ({ query, body, caller, request }) =>
      lake.import({ ...query, content: body, caller, request }),
  }),
];
