import {
  Flex,
  Text,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { FormField, problemAt } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { namesOf } from '../../model/name-list';
import { shownProblem } from './shown-problem';
import styles from './Form.module.css';

export type NameListFieldProps = {
  /** Path of the field in what is sent. */
  readonly path: string;
  readonly label: string;
  readonly description: string;
  /** Names separated by commas. */
  readonly value: string;
  /** Names that are in use elsewhere. */
  readonly known: readonly string[];
  readonly problems: readonly FieldProblem[];
  readonly onChange: (value: string) => void;
};

/** Names, typed or picked from those that are in use. */
export const NameListField = (props: NameListFieldProps) => {
  const { value, onChange } = props;
  const chosen = namesOf(value);
  const known = [...new Set(props.known)].toSorted((a, b) => (a < b ? -1 : 1));
  return (
    <FormField path={props.path}>
      <TextField
        label={props.label}
        description={props.description}
        value={value}
        onChange={onChange}
        {...shownProblem(problemAt(props.problems, props.path))}
      />
      {known.length > 0 && (
        <Flex align="center" gap="2" className={styles.known}>
          <Text variant="body-small" color="secondary">
            In use:
          </Text>
          <ToggleButtonGroup
            className={styles.names ?? ''}
            aria-label={`In use: ${props.label}`}
            selectionMode="multiple"
            selectedKeys={known.filter(name => chosen.includes(name))}
            onSelectionChange={keys =>
              onChange(
                [
                  ...chosen.filter(name => !known.includes(name)),
                  ...known.filter(name => keys.has(name)),
                ].join(', '),
              )
            }
          >
            {known.map(name => (
              <ToggleButton key={name} id={name}>
                {name}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </Flex>
      )}
    </FormField>
  );
};
