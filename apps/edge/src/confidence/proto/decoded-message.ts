import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';

/** A text field of a decoded message; empty when it has none. */
export const textIn = (message: JsonBody, name: string): string => {
  const value = message[name];
  return typeof value === 'string' ? value : '';
};

/** The messages in a repeated field of a decoded message. */
export const messagesIn = (message: JsonBody, name: string): JsonBody[] => {
  const value = message[name];
  return Array.isArray(value) ? value.filter(isJsonBody) : [];
};
