import { useApi } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';

/** Says when a flag looks left over, why, and what to do; else nothing. */
export const StalenessNotice = ({ flag }: { readonly flag: FlagRecord }) => {
  const api = useApi(flagsApiRef);
  const { loaded } = useLoaded(`staleness ${flag.id} ${flag.etag}`, () =>
    api.usage.staleness(flag.id),
  );
  // A hint beside the page: where it cannot be had, the page is whole without.
  if (loaded.state !== 'loaded' || loaded.value.state === 'fresh') return null;
  const { state, reasons, suggestion } = loaded.value;
  return (
    <Alert
      status={state === 'stale' ? 'warning' : 'info'}
      icon
      title={
        state === 'stale'
          ? 'This flag looks left over'
          : 'This flag may be left over'
      }
      description={[
        ...reasons.map(({ sentence }) => sentence),
        ...(suggestion === null ? [] : [suggestion]),
      ].join(' ')}
      mb="4"
    />
  );
};
