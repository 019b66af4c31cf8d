import { Suspense, lazy } from 'react';
import type { ComponentType } from 'react';
import { LoadingLines } from './LoadingLines';

/**
 * A part of a page whose code is fetched when it is first shown: a tab, or a
 * form that few open. A failed fetch shows as any other failure of the page.
 */
export const lazyPart = <P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> => {
  const Fetched = lazy(async () => {
    const Part = await load();
    return { default: (shown: { props: P }) => <Part {...shown.props} /> };
  });
  const LazyPart = (props: P) => (
    <Suspense fallback={<LoadingLines />}>
      <Fetched props={props} />
    </Suspense>
  );
  return LazyPart;
};
