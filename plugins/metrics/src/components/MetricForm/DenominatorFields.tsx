import { Select, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { MetricDraft } from '../../model/metric-draft';
import { AGGREGATION_WORDS } from '../../model/metric-labels';
import { FilterRows } from './FilterRows';
import type { FormPartProps } from './form-part';
import { MeasureSelect } from './MeasureSelect';
import styles from './MetricForm.module.css';

const AGGREGATIONS = ['count', 'sum', 'count-distinct'] as const;

/** What the sum over units of a ratio is divided by. */
export const DenominatorFields = (props: FormPartProps) => {
  const { draft, change, problems, factTable, columnsOf } = props;
  if (draft.type !== 'ratio') return null;
  const { aggregation, measure, filters } = draft.denominator;
  const changePart = (part: Partial<MetricDraft['denominator']>) =>
    change({ denominator: { ...draft.denominator, ...part } });
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Divided by
      </Text>
      <FormField path="denominator" problems={[]}>
        <div className={styles.section}>
          <div className={styles.pair}>
            <Select
              label="Denominator"
              description="Facts of the same table, in the same window."
              options={AGGREGATIONS.map(id => ({
                id,
                label: AGGREGATION_WORDS[id],
              }))}
              value={aggregation}
              onChange={key => {
                const chosen = AGGREGATIONS.find(id => id === key);
                if (!chosen) return;
                changePart({
                  aggregation: chosen,
                  measure: chosen === 'count' ? '' : measure,
                });
              }}
            />
            {aggregation !== 'count' && (
              <FormField path="denominator.measure" problems={problems}>
                <MeasureSelect
                  label="Measure of the denominator"
                  factTable={factTable}
                  withDimensions={
                    aggregation === 'count-distinct' ? 'yes' : 'no'
                  }
                  isRequired
                  value={measure}
                  onChange={chosen => changePart({ measure: chosen })}
                />
              </FormField>
            )}
          </div>
          <FilterRows
            rows={filters}
            onChange={rows => changePart({ filters: rows })}
            columns={columnsOf(draft.factTableId)}
            factTableId={draft.factTableId}
            path="denominator.filters"
            of=" of the denominator"
            problems={problems}
          />
        </div>
      </FormField>
    </fieldset>
  );
};
