import { createContext } from 'react';

/** Opens the panel on a figure, known to people by a name. */
export type ShowExplanation = (figureId: string, name: string) => void;

/** Absent where nothing is explained, such as in a list of experiments. */
export const ExplanationContext = createContext<ShowExplanation | undefined>(
  undefined,
);
