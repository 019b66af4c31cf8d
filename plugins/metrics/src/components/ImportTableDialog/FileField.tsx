import { FormField } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { Text } from '@backstage/ui';
import { useState } from 'react';
import type { DragEvent } from 'react';
import styles from './ImportTableDialog.module.css';

export type FileFieldProps = {
  readonly problems: readonly FieldProblem[];
  readonly file: File | undefined;
  readonly onChoose: (file: File | undefined) => void;
};

/** One CSV or Parquet file, dropped here or picked. */
export const FileField = ({ problems, file, onChoose }: FileFieldProps) => {
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onChoose(dropped);
  };
  return (
    <FormField path="file" problems={problems}>
      <label
        className={isOver ? styles.dropping : styles.file}
        onDragOver={over}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <Text weight="bold">
          {file ? file.name : 'Drop a file here, or choose one'}
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
};
