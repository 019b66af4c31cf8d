import { TextDiff } from '@etude/ui';
import type { FactDifference } from '../../model/fact-differences';
import styles from './DifferencesTable.module.css';

export type DifferencesTableProps = {
  readonly label: string;
  readonly differences: readonly FactDifference[];
  /** Headings of both versions. */
  readonly before: string;
  readonly after: string;
};

/** Two versions side by side where they differ. */
export const DifferencesTable = (props: DifferencesTableProps) => (
  <table className={styles.differences} aria-label={props.label}>
    <thead>
      <tr>
        <th scope="col">Property</th>
        <th scope="col">{props.before}</th>
        <th scope="col">{props.after}</th>
      </tr>
    </thead>
    <tbody>
      {props.differences.map(({ label, before, after, isText = false }) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          {isText ? (
            <td colSpan={2}>
              <TextDiff
                label={`Lines of ${label} that differ`}
                {...{ before, after }}
              />
            </td>
          ) : (
            <>
              <td>{before}</td>
              <td>{after}</td>
            </>
          )}
        </tr>
      ))}
    </tbody>
  </table>
);
