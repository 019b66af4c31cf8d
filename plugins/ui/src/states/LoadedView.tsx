import { Alert, Button, ButtonLink } from '@backstage/ui';
import type { ReactNode } from 'react';
import { reasonOf } from '../forms/field-problems';
import { codeOf, isForbidden, isMissing } from './failure-kinds';
import { LoadingLines } from './LoadingLines';
import { StateMessage } from './StateMessage';
import type { UseLoaded } from './use-loaded';

export type LoadedViewProps<T> = UseLoaded<T> & {
  /** What is being loaded, to finish "… could not be loaded". */
  readonly what: string;
  /** What is happening, where it takes longer than a moment. */
  readonly waiting?: string;
  /** Where to go on when it is not there, or not for this person. */
  readonly elsewhere?: { readonly label: string; readonly href: string };
  readonly children: (value: T) => ReactNode;
};

const detailsOf = (error: Error): string =>
  reasonOf(error) === error.message
    ? codeOf(error)
    : `${codeOf(error)}: ${error.message}`;

const NotReloaded = (props: {
  readonly what: string;
  readonly error: Error;
  readonly reload: () => void;
}) => (
  <Alert
    status="warning"
    icon
    mb="4"
    title={`This may be out of date: ${props.what} could not be loaded again`}
    description={reasonOf(props.error)}
    customActions={
      <Button size="small" variant="secondary" onPress={props.reload}>
        Try again
      </Button>
    }
  />
);

/**
 * Skeleton, failure with its reason and a way on, or the loaded content, which
 * stays below a notice where it cannot be loaded again.
 */
export function LoadedView<T>(props: LoadedViewProps<T>) {
  const { loaded, elsewhere } = props;
  const wayOn = elsewhere && (
    <ButtonLink variant="secondary" href={elsewhere.href}>
      {elsewhere.label}
    </ButtonLink>
  );
  if (loaded.state === 'loading') {
    return <LoadingLines text={props.waiting} />;
  }
  if (loaded.state === 'failed' && isMissing(loaded.error)) {
    return (
      <StateMessage
        title={`${capitalised(props.what)} is not there`}
        reason={loaded.error.message}
        action={wayOn}
        details={codeOf(loaded.error)}
      />
    );
  }
  if (loaded.state === 'failed') {
    return isForbidden(loaded.error) ? (
      <StateMessage
        title={`You may not see ${props.what}`}
        reason={loaded.error.message}
        action={wayOn}
        details={codeOf(loaded.error)}
      />
    ) : (
      <StateMessage
        title={`${capitalised(props.what)} could not be loaded`}
        reason={reasonOf(loaded.error)}
        action={
          <Button variant="secondary" onPress={props.reload}>
            Try again
          </Button>
        }
        details={detailsOf(loaded.error)}
      />
    );
  }
  return (
    <>
      {loaded.reloadFailure && (
        <NotReloaded
          what={props.what}
          error={loaded.reloadFailure}
          reload={props.reload}
        />
      )}
      {props.children(loaded.value)}
    </>
  );
}

const capitalised = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1);
