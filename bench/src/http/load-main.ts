import { driveConnection } from './load-connection';
import type { LoadOrder, LoadPlan, LoadResult } from './load-protocol';

const requestBytes = ({ path, headers, bodies }: LoadPlan): Buffer[] =>
  bodies.map(body => {
    const lines = [
      `POST ${path} HTTP/1.1`,
      'host: 127.0.0.1',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const runRound = async ({ plan, ms }: LoadOrder): Promise<LoadResult> => {
  const requests = requestBytes(plan);
  const latencies: number[] = [];
  let failures = 0;
  let sent = 0;
  const end = performance.now() + ms;
  const next = () => {
    if (performance.now() >= end) return null;
    sent += 1;
    return requests[sent % requests.length] ?? null;
  };
  await Promise.all(
    Array.from({ length: plan.connections }, () =>
      driveConnection(plan.port, next, (status, latency) => {
        latencies.push(latency);
        if (status !== 200) failures += 1;
      }),
    ),
  );
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests: latencies.length,
    failures,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
  };
};

process.on('message', (order: LoadOrder) => {
  runRound(order).then(
    result => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
