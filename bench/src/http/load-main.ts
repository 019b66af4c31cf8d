import type { LoadOrder, LoadPlan, LoadResult } from './load-protocol';
import { runRound } from './load-round';
import type { RoundLoad } from './load-round';

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

const loads = new Map<string, RoundLoad>();

const run = async (
  order: Extract<LoadOrder, { run: string }>,
): Promise<LoadResult> => {
  const load = loads.get(order.run);
  if (load === undefined) throw new Error(`There is no plan '${order.run}'.`);
  return runRound(load, order);
};

process.on('message', (order: LoadOrder) => {
  if ('plan' in order) {
    const { name, plan } = order;
    loads.set(name, { ...plan, requests: requestBytes(plan) });
    return;
  }
  run(order).then(
    result => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
