import { Button, ButtonLink } from '@backstage/ui';
import type { ReactNode } from 'react';
import { reasonOf } from '../forms/field-problems';
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

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;

const detailsOf = (error: Error): string =>
  reasonOf(error) === error.message
    ? codeOf(error)
    : `${codeOf(error)}: ${error.message}`;

const isForbidden = (error: Error): boolean =>
  error.name === 'NotAllowedError' ||
  /FORBIDDEN|NotAllowed/.test(codeOf(error));

const isMissing = (error: Error): boolean =>
  error.name === 'NotFoundError' || /NOT_FOUND|NotFound/.test(codeOf(error));

/** Skeleton, failure with its reason and a way on, or the loaded content. */
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
        reason="Its owner decides who may. Ask the team that owns it."
        action={wayOn}
        details={loaded.error.message}
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
  return <>{props.children(loaded.value)}</>;
}

const capitalised = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1);
