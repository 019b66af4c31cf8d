import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import type { System } from './system';

const CONCURRENT = 10;
const BUYERS_OF_TEN = { off: 1, on: 7 };
const BASKETS_OF_TEN = 4;

/** A reader, and how many were given the same variant before. */
type Shopper = {
  readonly unit: string;
  readonly isOn: boolean;
  readonly place: number;
};

const eventsOf = (shopper: Shopper): string[] => {
  const { isOn } = shopper;
  const place = shopper.place % 10;
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
 * over OFREP, as any customer's service does: of the readers of a variant 1 of
 * 10 buys with the flag off, 7 of 10 with it on, and 4 of 10 fill a basket
 * either way. These shares are exact, or chance alone would now and then let
 * baskets get significantly worse. Returns how many got `on`.
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
  const isOnFor = async (unit: string): Promise<boolean> => {
    const details = await client.getBooleanDetails(`${flagId}.enabled`, false, {
      targetingKey: unit,
    });
    if (details.errorCode !== undefined || details.variant === undefined) {
      throw new Error(`${unit} got no variant: ${details.errorMessage}`);
    }
    return details.value;
  };
  const counts = { on: 0, off: 0 };
  for (let first = 0; first < units; first += CONCURRENT) {
    const readers = Array.from(
      { length: CONCURRENT },
      (_, index) => `${flagId}-reader-${first + index}`,
    );
    const answers = await Promise.all(readers.map(isOnFor));
    const shoppers = readers.map((unit, index): Shopper => {
      const isOn = answers[index] === true;
      const place = counts[isOn ? 'on' : 'off']++;
      return { unit, isOn, place };
    });
    await Promise.all(
      shoppers.map(shopper => publish(system, shopper.unit, eventsOf(shopper))),
    );
  }
  await OpenFeature.close();
  return counts.on;
};
