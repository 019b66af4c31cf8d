import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';

const DEFAULT_GREETING = 'Hello';

/** Connects the flag SDK to the edge; greetings keep working without it. */
export const connectFlags = async (): Promise<void> => {
  const secret = process.env.ETUDE_CLIENT_SECRET;
  if (!secret) return;
  await OpenFeature.setProviderAndWait(
    new OFREPProvider({
      baseUrl: process.env.ETUDE_EDGE_URL ?? 'http://localhost:7070',
      headers: [['Authorization', `Bearer ${secret}`]],
    }),
  );
};

/** The greeting this visitor gets: the flag's variant, or the code default. */
export const greetingFor = (visitor: string): Promise<string> =>
  OpenFeature.getClient().getStringValue(
    '${{ values.name }}-greeting.greeting',
    DEFAULT_GREETING,
    { targetingKey: visitor },
  );
