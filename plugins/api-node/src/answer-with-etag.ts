import { handled } from './route';
import type { Handled, RouteContext } from './route';

/**
 * True when an `If-None-Match` header names `etag`, weakly compared as
 * RFC 9110 (13.1.2) asks, so that a proxy may have weakened it.
 */
export const isMatch = (header: string | undefined, etag: string): boolean =>
  (header ?? '')
    .split(',')
    .map(tag => tag.trim().replace(/^W\//, ''))
    .some(tag => tag === etag || tag === '*');

/**
 * Answers with JSON under an ETag, or with 304 to those who have it. Not
 * left to express, which takes the `Cache-Control: no-cache` that `fetch`
 * sends along with `If-None-Match` for a wish to have it again.
 */
export const answerWithEtag = (
  {
    request,
    response,
  }: Pick<RouteContext<unknown, unknown, unknown>, 'request' | 'response'>,
  { etag, body }: { readonly etag: string; readonly body: string | Buffer },
): Handled => {
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'private, no-cache');
  if (isMatch(request.header('if-none-match'), etag)) {
    response.status(304).end();
  } else {
    response.type('application/json').end(body);
  }
  return handled;
};
