import type { ExperimentsClient } from '@etude/plugin-experiments-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NewExperimentPage } from '../components/NewExperimentPage';
import { renderPage } from './render-page';
import type { PageOptions } from './render-page';
import { testSizeAnswer } from './sample-size-fixtures';

const STAMP = {
  etag: '1',
  createdAt: '2026-03-01T09:00:00.000Z',
  createdBy: 'user:default/ada',
  updatedAt: '2026-03-01T09:00:00.000Z',
  updatedBy: 'user:default/ada',
};

const FLAG = {
  ...STAMP,
  id: 'gate-level',
  description: '',
  owner: 'group:default/growth',
  componentRef: null,
  labels: {},
  schema: { type: 'struct' as const, fields: {} },
  clients: [],
  variants: ['gate-30', 'gate-40'].map(id => ({
    id,
    value: {},
    description: '',
  })),
  rules: [],
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
  state: 'active' as const,
};

const METRIC = {
  ...STAMP,
  id: 'retention-7',
  name: 'Retention, day 7',
  description: '',
  owner: 'group:default/growth',
  factTableId: 'players',
  entity: 'user',
  type: 'average' as const,
  aggregation: 'max' as const,
  filters: [],
  window: null,
  direction: 'increase' as const,
  defaultMdeRelative: 0.02,
  state: 'active' as const,
};

/** The form for a plan with one flag and one metric to choose from. */
export const renderNewExperiment = (
  experiments: Partial<ExperimentsClient>,
  at = '',
  options: Pick<PageOptions, 'timeZone'> = {},
) =>
  renderPage(<NewExperimentPage />, {
    ...options,
    at: `/experiments/new${at}`,
    experiments: { sampleSize: async () => testSizeAnswer(), ...experiments },
    flags: { listFlags: async () => ({ items: [FLAG], totalItems: 1 }) },
    metrics: {
      listMetrics: async () => [METRIC],
      listFactTables: async () => [],
    },
  });

/** Chooses an option of the select with this label. */
export const pickOption = async (label: RegExp, option: string) => {
  await userEvent.click(screen.getByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};
