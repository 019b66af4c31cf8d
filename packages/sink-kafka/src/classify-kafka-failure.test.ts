import { expect, it } from 'vitest';
import { classifyKafkaFailure } from './classify-kafka-failure';

/** As the client wraps what Node said. */
const noBroker = (code: string, message: string) =>
  new AggregateError(
    [
      new Error('Connection to localhost:9092 failed.', {
        cause: Object.assign(new Error(message), { code }),
      }),
    ],
    'Cannot connect to any broker.',
  );

it('says why no broker could be reached', () => {
  expect(
    classifyKafkaFailure(noBroker('ECONNREFUSED', 'connect ECONNREFUSED ::1')),
  ).toMatchObject({
    code: 'ETUDE_SINK_UNREACHABLE',
    message: expect.stringContaining('connect ECONNREFUSED ::1'),
  });
});

it('says what to do about a certificate that is not trusted', () => {
  expect(
    classifyKafkaFailure(
      noBroker('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
    ),
  ).toMatchObject({
    code: 'ETUDE_SINK_REFUSED',
    message: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
});
