import { sinkRefused, sinkUnreachable } from '@etude/events';
import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';

/** Names of Kafka's errors that somebody has to mend: what they should do. */
const ADVICE: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'Make the topics, or correct their prefix.',
  INVALID_TOPIC_EXCEPTION: 'Correct the prefix of the topics.',
  TOPIC_AUTHORIZATION_FAILED: 'Let the user write to the topics.',
  CLUSTER_AUTHORIZATION_FAILED:
    'Let the user write idempotently (IdempotentWrite on the cluster).',
  SASL_AUTHENTICATION_FAILED: 'Correct user and password.',
  UNSUPPORTED_SASL_MECHANISM: 'Choose a mechanism that the broker has.',
};

/** Both names of the limit on the size of what is sent. */
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Node's codes of a certificate that it does not take. */
const CERTIFICATE_PROBLEMS = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const MAX_DEPTH = 6;

/** An error of the client with all that it says were its causes. */
const withCauses = (
  error: unknown,
  depth = 0,
): readonly Readonly<Record<string, unknown>>[] => {
  if (!isRecord(error) || depth > MAX_DEPTH) return [];
  const inner: readonly unknown[] = Array.isArray(error['errors'])
    ? error['errors']
    : [];
  return [
    error,
    ...[...inner, error['cause']].flatMap(each => withCauses(each, depth + 1)),
  ];
};

/** Kafka's names of errors anywhere in what the client threw. */
const apiNames = (error: unknown): string[] =>
  withCauses(error).flatMap(({ apiId }) =>
    typeof apiId === 'string' ? [apiId] : [],
  );

/** True when what was sent is larger than the broker takes at once. */
export const isTooLarge = (error: unknown): boolean =>
  apiNames(error).some(name => TOO_LARGE.has(name));

/** A topic that the sink writes to does not exist. */
export const topicMissing = (
  topics: readonly string[],
  cause: unknown,
): EtudeError =>
  sinkRefused('kafka', {
    reason: `not all of the topics ${topics.join(', ')} exist`,
    advice: 'Make the topics, or correct their prefix.',
    cause,
  });

/** What a failed produce means for the sink. */
export const classifyKafkaFailure = (error: unknown): EtudeError => {
  if (isEtudeError(error)) return error;
  const name = apiNames(error).find(each => Object.hasOwn(ADVICE, each));
  const advice = name === undefined ? undefined : ADVICE[name];
  if (advice !== undefined) {
    return sinkRefused('kafka', { reason: String(name), advice, cause: error });
  }
  if (withCauses(error).some(({ code }) => code === 'PLT_KFK_AUTHENTICATION')) {
    return sinkRefused('kafka', {
      reason: 'the broker did not let the user in',
      advice: 'Correct user, password, mechanism, and whether it speaks TLS.',
      cause: error,
    });
  }
  const innermost = withCauses(error).findLast(
    ({ message }) => typeof message === 'string' && message !== '',
  );
  if (CERTIFICATE_PROBLEMS.has(String(innermost?.['code']))) {
    return sinkRefused('kafka', {
      reason: `the broker's certificate is not trusted (${String(innermost?.['message'])})`,
      advice: 'Name its authority in NODE_EXTRA_CA_CERTS.',
      cause: error,
    });
  }
  // The outermost message tells only that no broker answered.
  const reason = String(innermost?.['message'] ?? error);
  return sinkUnreachable('kafka', new Error(reason, { cause: error }));
};
