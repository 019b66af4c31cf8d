import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import type { ResultsExplanation } from '@etude/plugin-experiments-common';
import { LoadedView, StateMessage, useLoaded } from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';
import styles from './Explanation.module.css';
import { FigureExplanationView } from './FigureExplanationView';

/** A figure somebody wants to understand. */
export type AskedFigure = { readonly id: string; readonly name: string };

export type ExplanationPanelProps = {
  readonly experimentId: string;
  readonly computedAt: string | undefined;
  readonly asked: AskedFigure;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

const capitalised = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1);

const Asked = (props: {
  readonly asked: AskedFigure;
  readonly explanation: ResultsExplanation;
  readonly onClose: () => void;
}) => {
  const { asked, explanation, onClose } = props;
  const figure = explanation.figures.find(({ id }) => id === asked.id);
  return figure ? (
    <FigureExplanationView figure={figure} />
  ) : (
    <StateMessage
      title={`${capitalised(asked.name)} is not in these results`}
      reason="They were computed anew since, by a plan without it, or it is one of the effects that are closed now. Figures that can be explained are dotted on the page."
      action={
        <Button variant="secondary" onPress={onClose}>
          Back to the page
        </Button>
      }
      details={asked.id}
    />
  );
};

/** Beside the page: formula, inputs, steps and source of one figure. */
export const ExplanationPanel = (props: ExplanationPanelProps) => {
  const { experimentId, computedAt, asked, isOpen, onClose } = props;
  const experimentsApi = useApi(experimentsApiRef);
  const explanation = useLoaded(
    `explanation:${experimentId}:${computedAt ?? ''}`,
    signal => experimentsApi.explanation(experimentId, { signal }),
  );
  return (
    <Dialog
      isOpen={isOpen}
      className={styles.panel ?? ''}
      width={520}
      onOpenChange={open => {
        if (!open) onClose();
      }}
    >
      <DialogHeader>How was this computed?</DialogHeader>
      <DialogBody>
        <LoadedView {...explanation} what="how this was computed">
          {value => (
            <Asked asked={asked} explanation={value} onClose={onClose} />
          )}
        </LoadedView>
      </DialogBody>
    </Dialog>
  );
};
