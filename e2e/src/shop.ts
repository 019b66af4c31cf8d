import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import type { System } from './system';

const CONCURRENT = 10;
const BUYERS_OF_TEN = { off: 1, on: 7 };
const BASKETS_OF_TEN = 4;

type Shopper = { readonly unit: string; readonly number: number };

const eventsOf = ({ number }: Shopper, isOn: boolean): string[] => {
  const place = number % 10;
  const buys = place < BUYERS_OF_TEN[isOn ? 'on' : 'off'];
  // Spread against the buyers, so that both do not fall on the same readers.
  const fills = (place * 3) % 10 < BASKETS_OF_TEN;
  return [...(buys ? ['purchase'] : []), ...(fills ? ['add-to-basket'] : [])];
};

const publish = async (
  system: Pick<System, 'edgeUrl' | 'clientSecret'>,
  unit: string,
  events: readonly string[],
): Promise<void> => {
  if (events.length === 0) return;
  const eventTime = new Date().toISOString();
  const response = await fetch(`${system.edgeUrl}/v1/events:publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      clientSecret: system.clientSecret,
      sendTime: eventTime,
      events: events.map(event => ({
        eventDefinition: `eventDefinitions/${event}`,
        eventId: `${unit}-${event}`,
        eventTime,
        payload: { context: { targeting_key: unit } },
      })),
    }),
  });
  if (!response.ok) throw new Error(`events:publish ${response.status}`);
};

export type VisitOptions = {
  readonly system: Pick<System, 'edgeUrl' | 'clientSecret'>;
  readonly flagId: string;
  readonly units: number;
};

/**
 * Sends readers who resolve an on/off flag with the published OpenFeature SDK
 * over OFREP, as any customer's service does: 1 of 10 buys with the flag off,
 * 7 of 10 with it on, 4 of 10 fill a basket either way. Returns how many got
 * `on`.
 */
export const visitShop = async (options: VisitOptions): Promise<number> => {
  const { system, flagId, units } = options;
  await OpenFeature.setProviderAndWait(
    new OFREPProvider({
      baseUrl: system.edgeUrl,
      headers: [['Authorization', `Bearer ${system.clientSecret}`]],
    }),
  );
  const client = OpenFeature.getClient();
  const visit = async (shopper: Shopper): Promise<boolean> => {
    const details = await client.getBooleanDetails(`${flagId}.enabled`, false, {
      targetingKey: shopper.unit,
    });
    if (details.errorCode !== undefined || details.variant === undefined) {
      throw new Error(
        `${shopper.unit} got no variant: ${details.errorMessage}`,
      );
    }
    await publish(system, shopper.unit, eventsOf(shopper, details.value));
    return details.value;
  };
  let on = 0;
  for (let first = 0; first < units; first += CONCURRENT) {
    const shoppers = Array.from({ length: CONCURRENT }, (_, index) => ({
      unit: `${flagId}-reader-${first + index}`,
      number: first + index,
    }));
    const answers = await Promise.all(shoppers.map(visit));
    on += answers.filter(Boolean).length;
  }
  await OpenFeature.close();
  return on;
};
