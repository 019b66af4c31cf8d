import type { AnalysisDocument } from './analysis-document';
import { effectCells, meanCell, NONE, problemLines } from './effect-cells';
import * as format from './format-figures';
import { textTable } from './text-table';
import { indented, wrapped } from './wrapped-text';

type Breakdown = AnalysisDocument['breakdowns'][number];

const breakdownRow = (
  document: AnalysisDocument,
  breakdown: Breakdown,
): string[] => {
  const { name, control, treatment, value, adjustedPValue } = breakdown;
  return [
    value ?? '(none)',
    control === null || treatment === null
      ? NONE
      : format.count(control.units + treatment.units),
    meanCell(document, name, control),
    meanCell(document, name, treatment),
    ...effectCells(breakdown),
    adjustedPValue === null ? NONE : format.pValue(adjustedPValue),
  ];
};

/** One section per dimension, metric and treatment variant. */
export const breakdownSections = (document: AnalysisDocument): string[][] => {
  const { control, clusterColumn } = document.design;
  const groups = Map.groupBy(
    document.breakdowns,
    ({ dimension, name, variant }) =>
      JSON.stringify([dimension, name, variant]),
  );
  const units = clusterColumn === null ? 'units' : 'clusters';
  return [...groups.values()].map(rows => {
    const { dimension = '', name = '', variant = '' } = rows[0] ?? {};
    return [
      ...wrapped(
        `Exploration: ${name} by ${dimension}, ${variant} against ${control}. Tests and intervals share their level over ${rows.length === 1 ? 'one value' : `all ${rows.length} values`}; no decision rests on them.`,
      ),
      ...indented(
        textTable(
          [
            [dimension, units, control, variant, 'effect', 'interval', 'p'],
            ...rows.map(row => breakdownRow(document, row)),
          ],
          ['left', 'right', 'right', 'right', 'right', 'left', 'right'],
        ),
      ),
      ...rows.flatMap(row => problemLines(row, `${row.value ?? '(none)'}: `)),
    ];
  });
};
