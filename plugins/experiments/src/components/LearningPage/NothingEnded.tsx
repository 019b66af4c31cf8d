import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { StateMessage } from '@etude/ui';
import { experimentsRouteRef } from '../../routes';

/** What the page says before an experiment has ended. */
export const NothingEnded = () => {
  const experimentsPath = useRouteRef(experimentsRouteRef);
  return (
    <StateMessage
      title="No experiment has ended yet"
      reason="Every experiment that ends gets a verdict: a win, a regression caught, a neutral result with enough power, or no learning with the reason. Of published programmes about 12 % are wins and 64 % are learnings."
      action={
        experimentsPath && (
          <ButtonLink href={experimentsPath()}>
            See what is being tested
          </ButtonLink>
        )
      }
    />
  );
};
