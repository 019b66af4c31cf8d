import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import type { Client } from '@openfeature/server-sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededChance, visitEvents } from './reader';

export type TrafficOptions = {
  readonly edgeUrl: string;
  readonly clientSecret: string;
  readonly flagId: string;
  readonly readersPerSecond: number;
  readonly signal: AbortSignal;
  readonly onTrouble: (sentence: string) => void;
};

const COUNTRIES = ['DE', 'SE', 'NG', 'IT', 'GB', 'US'];

const connect = async (options: TrafficOptions): Promise<Client> => {
  await OpenFeature.setProviderAndWait(
    new OFREPProvider({
      baseUrl: options.edgeUrl,
      headers: [['Authorization', `Bearer ${options.clientSecret}`]],
    }),
  );
  return OpenFeature.getClient();
};

const publish = async (
  options: TrafficOptions,
  unit: string,
  layout: string,
): Promise<void> => {
  const eventTime = new Date().toISOString();
  const chance = seededChance(hashOf(unit));
  const response = await fetch(`${options.edgeUrl}/v1/events:publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      clientSecret: options.clientSecret,
      sendTime: eventTime,
      events: visitEvents(layout, chance).map(({ event, value }, index) => ({
        eventDefinition: `eventDefinitions/${event}`,
        eventId: `${unit}-${index}`,
        eventTime,
        payload: {
          ...(value === undefined ? {} : { value }),
          context: { targeting_key: unit },
        },
      })),
    }),
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`events:publish ${response.status}`);
};

// FNV-1a: the same unit behaves the same on every machine.
const hashOf = (text: string): number => {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  return hash;
};

const visit = async (
  options: TrafficOptions,
  client: Client,
  unit: string,
): Promise<void> => {
  const layout = await client.getStringValue(
    `${options.flagId}.layout`,
    'classic',
    {
      targetingKey: unit,
      country: COUNTRIES[Math.abs(hashOf(unit)) % COUNTRIES.length] ?? 'DE',
    },
  );
  await publish(options, unit, layout);
};

/**
 * Readers who come to the shop until `signal` says stop: each resolves the
 * live flag with the published OpenFeature SDK and does what the planted truth
 * says. Trouble at the edge loses a visit, never the program.
 */
export const sendTraffic = async (options: TrafficOptions): Promise<void> => {
  const client = await connect(options);
  const session = Date.now().toString(36);
  const pauseMs = 1000 / options.readersPerSecond;
  for (let number = 0; !options.signal.aborted; number += 1) {
    const unit = `reader-${session}-${number}`;
    visit(options, client, unit).catch((error: unknown) => {
      options.onTrouble(
        `${unit}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    await sleep(pauseMs);
  }
};
