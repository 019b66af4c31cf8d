import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { ExplainRequest, FlagRecord } from '@etude/plugin-flags-common';
import { LoadedView, StateMessage, useLoaded, useSearchParam } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import {
  addressOf,
  firstQuestion,
  questionOf,
  requestInAddress,
} from '../../model/tester-question';
import { Explanation } from './Explanation';
import { TesterForm } from './TesterForm';
import styles from './ResolveTester.module.css';

type AnswerProps = {
  readonly flag: FlagRecord;
  readonly request: ExplainRequest;
};

const Answer = ({ flag, request }: AnswerProps) => {
  const api = useApi(flagsApiRef);
  const answer = useLoaded(`${flag.etag} ${addressOf(request)}`, () =>
    api.explainFlag(flag.id, request),
  );
  return (
    <LoadedView {...answer} what="the explanation">
      {({ explanation, at, revision }) =>
        explanation ? (
          <Explanation
            flag={flag}
            explanation={explanation}
            at={at}
            revision={revision}
          />
        ) : (
          <StateMessage
            title="The client would not find the flag"
            reason={`${request.clientId} did not have the flag then, or it was archived: the application gets the default in its code.`}
          />
        )
      }
    </LoadedView>
  );
};

/** A context in; out, what the flag gives it and why each rule did or not. */
export const ResolveTesterTab = ({ flag }: { readonly flag: FlagRecord }) => {
  const [asked, setAsked] = useSearchParam('ask', '');
  const request = requestInAddress(asked);
  return (
    <div className={styles.tester}>
      <TesterForm
        flag={flag}
        start={request ? questionOf(request) : firstQuestion(flag.clients)}
        onAsk={next => setAsked(addressOf(next))}
      />
      <Flex direction="column" gap="4" aria-live="polite">
        {request ? (
          <Answer flag={flag} request={request} />
        ) : (
          <Text color="secondary">
            Say who asks and press Test: you see what the flag gives, which rule
            decided, and why the others did not. Nothing is logged, and nobody
            becomes part of an experiment. The address of the page is a link to
            the answer.
          </Text>
        )}
      </Flex>
    </div>
  );
};
