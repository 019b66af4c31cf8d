import { Button } from '@backstage/ui';
import type { ReactNode } from 'react';
import { LoadingLines } from './LoadingLines';
import { StateMessage } from './StateMessage';
import type { UseLoaded } from './use-loaded';

export type LoadedViewProps<T> = UseLoaded<T> & {
  /** What is being loaded, to finish "… could not be loaded". */
  readonly what: string;
  readonly children: (value: T) => ReactNode;
};

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;

const isForbidden = (error: Error): boolean =>
  error.name === 'NotAllowedError' ||
  /FORBIDDEN|NotAllowed/.test(codeOf(error));

const isMissing = (error: Error): boolean =>
  error.name === 'NotFoundError' || /NOT_FOUND|NotFound/.test(codeOf(error));

/** Skeleton, failure with its reason and a way on, or the loaded content. */
export function LoadedView<T>(props: LoadedViewProps<T>) {
  const { loaded } = props;
  if (loaded.state === 'loading') {
    return <LoadingLines />;
  }
  if (loaded.state === 'failed' && isMissing(loaded.error)) {
    return (
      <StateMessage
        title={`${capitalised(props.what)} is not there`}
        reason={loaded.error.message}
        details={codeOf(loaded.error)}
      />
    );
  }
  if (loaded.state === 'failed') {
    return isForbidden(loaded.error) ? (
      <StateMessage
        title={`You may not see ${props.what}`}
        reason="Its owner decides who may. Ask the team that owns it."
        details={loaded.error.message}
      />
    ) : (
      <StateMessage
        title={`${capitalised(props.what)} could not be loaded`}
        reason={loaded.error.message}
        action={
          <Button variant="secondary" onPress={props.reload}>
            Try again
          </Button>
        }
        details={codeOf(loaded.error)}
      />
    );
  }
  return <>{props.children(loaded.value)}</>;
}

const capitalised = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1);
