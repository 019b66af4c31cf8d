import { FormField } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { Text } from '@backstage/ui';
import styles from './ImportTableDialog.module.css';

export type FileFieldProps = {
  readonly problems: readonly FieldProblem[];
  readonly onChoose: (file: File | undefined) => void;
};

/** A picker of one CSV or Parquet file. */
export const FileField = ({ problems, onChoose }: FileFieldProps) => (
  <FormField path="file" problems={problems}>
    <label className={styles.file}>
      <Text variant="body-small" weight="bold">
        File
      </Text>
      <input
        type="file"
        accept=".csv,.parquet"
        aria-label="File"
        onChange={event => onChoose(event.target.files?.[0])}
      />
      <Text variant="body-small" color="secondary">
        CSV with a header row, or Parquet; at most 200 MB.
      </Text>
    </label>
  </FormField>
);
