import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';

const MAX_TIME_MS = 8_640_000_000_000_000;

/** The time of a decoded `google.protobuf.Timestamp`; null when it is none. */
export const timeOfTimestamp = (message: unknown): Date | null => {
  if (!isJsonBody(message)) return null;
  const { seconds, nanos } = message;
  if (typeof seconds !== 'number' || typeof nanos !== 'number') return null;
  const ms = seconds * 1_000 + Math.floor(nanos / 1_000_000);
  return Math.abs(ms) <= MAX_TIME_MS ? new Date(ms) : null;
};

/** A time as a `google.protobuf.Timestamp`. */
export const timestampMessage = (time: Date): JsonBody => {
  const seconds = Math.floor(time.getTime() / 1_000);
  return { seconds, nanos: (time.getTime() - seconds * 1_000) * 1_000_000 };
};
