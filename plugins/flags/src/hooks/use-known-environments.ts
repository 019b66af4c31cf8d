import { useClients } from './use-clients';

/**
 * Environments that credentials name, sorted: of these clients, or of all when
 * none is given. Empty until they are known.
 */
export const useKnownEnvironments = (clients?: readonly string[]): string[] => {
  const { loaded } = useClients();
  if (loaded.state !== 'loaded') return [];
  const named = loaded.value
    .filter(({ id }) => clients?.includes(id) ?? true)
    .flatMap(({ credentials }) =>
      credentials.flatMap(({ environments }) => environments),
    );
  return [...new Set(named)].toSorted((a, b) => (a < b ? -1 : 1));
};
