import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  ButtonLink,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import type { ImportResponse } from '@etude/plugin-metrics-common';
import {
  FormField,
  ProblemList,
  formatCount,
  problemsOf,
  useCommand,
} from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import {
  formatOfFile,
  importProblems,
  tableNameOfFile,
} from '../../model/import-file';
import { newFactTableRouteRef } from '../../routes';
import { FileField } from './FileField';
import styles from './ImportTableDialog.module.css';

export type ImportTableDialogProps = {
  readonly onClose: () => void;
  /** What goes on with the table; else the dialog leads to a fact table. */
  readonly onImported?: (tableId: string) => void;
};

type Imported = ImportResponse & { readonly name: string };

const ImportForm = (props: {
  readonly onClose: () => void;
  readonly onImported: (table: Imported) => void;
}) => {
  const api = useApi(metricsApiRef);
  const [file, setFile] = useState<File>();
  const [name, setName] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const unfinished = importProblems(file, name);
  const upload = useCommand(async () => {
    const format = file && formatOfFile(file.name);
    if (!file || !format) return;
    const content = file;
    props.onImported({
      ...(await api.importTable({ name: name.trim(), format, content })),
      name: name.trim(),
    });
  });
  const problems = [
    ...(wasTried ? unfinished : []),
    ...(upload.error ? problemsOf(upload.error) : []),
  ];
  const submit = () => {
    setWasTried(true);
    if (unfinished.length === 0) void upload.run();
  };
  return (
    <>
      <DialogBody>
        <Flex direction="column" gap="4">
          <ProblemList title="The table was not imported" problems={problems} />
          <FileField
            problems={problems}
            file={file}
            onChoose={chosen => {
              setFile(chosen);
              if (chosen && name === '') setName(tableNameOfFile(chosen.name));
            }}
          />
          <FormField path="name" problems={problems}>
            <TextField
              label="Name of the table"
              isRequired
              value={name}
              onChange={setName}
            />
          </FormField>
          <Text as="p" variant="body-small" color="secondary">
            Everyone who may read the lake can read the table. It never changes:
            a newer file becomes another table.
          </Text>
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          Cancel
        </Button>
        <Button isPending={upload.isPending} onPress={submit}>
          Import
        </Button>
      </DialogFooter>
    </>
  );
};

const ImportDone = (props: {
  readonly onClose: () => void;
  readonly table: Imported;
}) => {
  const { table } = props;
  const newFactTable = useRouteRef(newFactTableRouteRef);
  const query = new URLSearchParams({
    import: table.tableId,
    name: table.name,
  });
  return (
    <>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p" role="status">
            {table.name} is in the lake: {formatCount(table.rows)}{' '}
            {table.rows === 1 ? 'row' : 'rows'},{' '}
            {formatCount(table.columns.length)}{' '}
            {table.columns.length === 1 ? 'column' : 'columns'}.
          </Text>
          <ul className={styles.columns}>
            {table.columns.map(column => (
              <li key={column.name}>
                <Text>{column.name}</Text>{' '}
                <Text color="secondary" variant="body-small">
                  {column.type}
                </Text>
              </li>
            ))}
          </ul>
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          Close
        </Button>
        {newFactTable && (
          <ButtonLink href={`${newFactTable()}?${query}`}>
            Make a fact table of it
          </ButtonLink>
        )}
      </DialogFooter>
    </>
  );
};

/** Puts a file into the lake, and leads on to a fact table of it. */
export const ImportTableDialog = (props: ImportTableDialogProps) => {
  const { onClose, onImported } = props;
  const [table, setTable] = useState<Imported>();
  return (
    <Dialog isOpen width={520} onOpenChange={isOpen => !isOpen && onClose()}>
      <DialogHeader>{table ? 'Table imported' : 'Import a table'}</DialogHeader>
      {table ? (
        <ImportDone table={table} onClose={onClose} />
      ) : (
        <ImportForm
          onImported={imported => {
            if (onImported) onImported(imported.tableId);
            else setTable(imported);
          }}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
};
