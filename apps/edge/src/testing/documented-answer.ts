import type { EdgeRequest, EdgeResponse } from '../http-message';
import { OPERATIONS } from '../open-api/operations';

const matches = (template: string, path: string): boolean => {
  const pattern = template
    .split(/\{\w+\}/)
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+');
  return new RegExp(`^${pattern}$`).test(path);
};

const valueOf = ({ headers, body }: EdgeResponse): unknown => {
  const text = Buffer.from(body).toString('utf8');
  return headers['content-type'] === 'application/json'
    ? JSON.parse(text)
    : text;
};

/**
 * Fails when an answer is not one that the OpenAPI document names for the
 * request. What the document does not list is none of its business.
 */
export const expectDocumented = (
  { method, path }: Pick<EdgeRequest, 'method' | 'path'>,
  answer: EdgeResponse,
): void => {
  const operation = OPERATIONS.find(
    known => known.method === method.toLowerCase() && matches(known.path, path),
  );
  if (!operation) return;
  const documented = operation.answers[answer.status];
  if (!documented) {
    throw new Error(`${operation.id} answers ${answer.status}: undocumented.`);
  }
  if (documented.body === null) {
    if (answer.body.length > 0) throw new Error(`${operation.id} has a body.`);
    return;
  }
  for (const header of documented.headers ?? []) {
    if (answer.headers[header.toLowerCase()] === undefined) {
      throw new Error(`${operation.id} answers without ${header}.`);
    }
  }
  documented.body.parse(valueOf(answer));
};
