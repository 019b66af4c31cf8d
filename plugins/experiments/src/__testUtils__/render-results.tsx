import { screen, within } from '@testing-library/react';
import type { ExperimentsClient } from '@etude/plugin-experiments-common';
import { ExperimentPage } from '../components/ExperimentPage';
import type { Analysis } from '../experiment-types';
import { testDetail, testResults } from './experiment-fixtures';
import { testExplanation, testLooks } from './explanation-fixtures';
import { renderPage } from './render-page';

/** A tab of a live experiment with these results. */
export const renderResults = (
  analysis: Analysis,
  tab: 'results' | 'live',
  experiments: Partial<ExperimentsClient> = {},
) =>
  renderPage(<ExperimentPage />, {
    at: `/experiments/gate-at-40?tab=${tab}`,
    mountPath: '/experiments/:id',
    experiments: {
      getExperiment: async () => testDetail({ state: 'live' }),
      getResults: async () => testResults(analysis),
      looks: async () => testLooks(),
      explanation: async () => ({ figures: [testExplanation()] }),
      ...experiments,
    },
  });

/** The row of a table that has a cell of this text. */
export const rowOf = (table: string, cell: string | RegExp) =>
  within(
    within(screen.getByRole('table', { name: table }))
      .getByText(cell)
      .closest('tr') ?? document.body,
  );
