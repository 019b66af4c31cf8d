import { useSearchParam } from '@etude/ui';
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { ExplanationContext } from './explanation-context';
import { ExplanationPanel } from './ExplanationPanel';
import type { AskedFigure } from './ExplanationPanel';

export type ExplanationProviderProps = {
  readonly experimentId: string;
  /** When the results were computed: newer ones have newer explanations. */
  readonly computedAt: string | undefined;
  readonly children: ReactNode;
};

const askedAs = (id: string, known: AskedFigure | undefined): AskedFigure =>
  known?.id === id ? known : { id, name: 'this figure' };

/**
 * Lets every figure below it open how it was computed, under an address of its
 * own (`?computed=`). Explanations are loaded when the first one is asked for.
 */
export const ExplanationProvider = (props: ExplanationProviderProps) => {
  const [figureId, setFigureId] = useSearchParam('computed', '');
  // What was asked last stays in the panel while it closes.
  const [last, setLast] = useState<AskedFigure>();
  const show = useCallback(
    (id: string, name: string) => {
      setLast({ id, name });
      setFigureId(id);
    },
    [setFigureId],
  );
  const asked = figureId === '' ? last : askedAs(figureId, last);
  return (
    <ExplanationContext.Provider value={show}>
      {props.children}
      {asked && (
        <ExplanationPanel
          experimentId={props.experimentId}
          computedAt={props.computedAt}
          asked={asked}
          isOpen={figureId !== ''}
          onClose={() => {
            setLast(asked);
            setFigureId('');
          }}
        />
      )}
    </ExplanationContext.Provider>
  );
};
