import { useApi } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
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
}) => {
  const { asked, explanation } = props;
  const figure = explanation.figures.find(({ id }) => id === asked.id);
  return figure ? (
    <FigureExplanationView figure={figure} />
  ) : (
    <StateMessage
      title={`${capitalised(asked.name)} has no explanation stored`}
      reason="Explanations are kept from the refresh that computes a result. This one is of before, or the figure could not be computed. Refresh the experiment while it is live; the SQL of the result is there in any case."
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
        <LoadedView {...explanation} what="the explanation">
          {value => <Asked asked={asked} explanation={value} />}
        </LoadedView>
      </DialogBody>
    </Dialog>
  );
};
