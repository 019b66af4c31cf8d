import { render, screen, within } from '@testing-library/react';
import { testPlan } from '../../__testUtils__/experiment-fixtures';
import {
  testSize,
  testSizeWithoutTraffic,
} from '../../__testUtils__/sample-size-fixtures';
import type { ExperimentDesign } from './design-words';
import { PlanCost } from './PlanCost';
import type { PlanSizeFigures } from './plan-size-figures';

const show = (
  size: PlanSizeFigures = testSize(),
  design: Partial<{ readonly design: ExperimentDesign }> = {},
) =>
  render(
    <PlanCost
      size={size}
      plan={testPlan(design)}
      nameOf={() => 'Retention, day 7'}
    />,
  );

const rowsOf = (table: string): readonly string[] =>
  within(screen.getByRole('table', { name: table, hidden: true }))
    .getAllByRole('row', { hidden: true })
    .map(row => row.textContent);

describe('PlanCost', () => {
  it('sets the designs side by side, in units and days', () => {
    show();
    const rows = rowsOf('Price of each design');
    expect(rows).toContain(
      'Group sequential, 3 looks, weekly385,04621 days (19 to 24)309,54717 days380,516+2 %',
    );
    expect(rows).toContain(
      'Always valid830,49144 days (at least 40)450,00024 days800,000+120 %',
    );
    expect(rows).toContain('Look on any day, without a plan.');
  });

  it('draws each price as a bar that is also said in words', () => {
    show();
    expect(
      screen.getByRole('img', {
        name: 'Always valid: at most 830,491 units; on average 800,000 if nothing moved and 450,000 if the effects are there',
      }),
    ).toBeInTheDocument();
  });

  it('marks the design of the plan, by its looks', () => {
    show(testSize(), {
      design: {
        kind: 'group-sequential',
        alpha: 0.05,
        power: 0.8,
        plannedDays: 21,
        plannedLooks: 3,
        spending: { kind: 'obrien-fleming' },
        overRun: 'rescale',
      },
    });
    expect(
      screen.getByRole('rowheader', { name: /^Group sequential, 3 looks/ }),
    ).toHaveTextContent('This plan');
    expect(screen.getAllByText('This plan')).toHaveLength(1);
  });

  it('has the power curve as a table, the effect and the power marked', () => {
    show();
    expect(rowsOf('Power of Retention, day 7')).toEqual([
      'True effectPower',
      '0 %5 %',
      '1 %34.4 %',
      '2 %80 %',
    ]);
    expect(screen.getByText('MDE 2 %')).toBeInTheDocument();
    expect(screen.getByText('80 % planned')).toBeInTheDocument();
  });

  it('says what smaller and larger effects take, and what cannot be', () => {
    show();
    const rows = rowsOf('Sensitivity');
    expect(rows[1]).toBe('0.5 × as large1 %1,500,000days not known');
    expect(rows[2]).toBe('As planned2 %377,49620 days');
    expect(rows[3]).toMatch(/^2 × as large4 %Cannot be reached/);
  });

  it('says that days are not known without traffic', () => {
    const { size } = testSizeWithoutTraffic();
    if (size) show(size);
    expect(
      screen.getByText(/nobody knows yet how many units come per day/),
    ).toBeInTheDocument();
    expect(rowsOf('Price of each design')).toContain(
      'Fixed horizon●This plan377,496377,496377,496none',
    );
  });
});
