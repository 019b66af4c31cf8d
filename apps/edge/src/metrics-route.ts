import { createHash, timingSafeEqual } from 'node:crypto';
import { secretOfHeaders } from './authenticate';
import { jsonResponse } from './http-message';
import type { EdgeRoutes } from './http-message';
import type { EdgeMetrics } from './observe/edge-metrics';

const digest = (text: string): Buffer =>
  createHash('sha256').update(text).digest();

/** `GET /metrics`; asks for `token` when it is not empty. */
export const metricsRoute =
  (metrics: EdgeMetrics, token: string): EdgeRoutes =>
  request => {
    if (request.method !== 'GET' || request.path !== '/metrics') return null;
    const isAllowed =
      token === '' ||
      timingSafeEqual(digest(secretOfHeaders(request) ?? ''), digest(token));
    if (!isAllowed) {
      return jsonResponse(401, {
        code: 16,
        message: 'Send ETUDE_METRICS_TOKEN as "Authorization: Bearer <token>".',
      });
    }
    return metrics.render().then(body => ({
      status: 200,
      headers: { 'content-type': metrics.contentType },
      body,
    }));
  };
