import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { FigureExplanation } from '../../experiment-types';
import { besideText, explainedValue, figureText } from './explained-value';
import styles from './Explanation.module.css';

export type FigureExplanationViewProps = {
  readonly figure: FigureExplanation;
};

const Part = (props: {
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <Flex direction="column" gap="2">
    <Text as="h3" variant="body-medium" weight="bold">
      {props.title}
    </Text>
    {props.children}
  </Flex>
);

const UNITS: Partial<Record<FigureExplanation['unit'], string>> = {
  metric: 'in the unit of the metric',
  'p-value': 'p-value',
  level: 'level',
  z: 'z',
};

const Value = ({ figure }: FigureExplanationViewProps) => {
  const text = figureText(figure);
  const unit = UNITS[figure.unit];
  const exact =
    figure.value === null
      ? figure.interval?.map(end => end ?? 'open').join(' to ')
      : String(figure.value);
  return text === undefined ? (
    <Text as="p">It has no value yet.</Text>
  ) : (
    <p className={styles.value} title={exact}>
      {text}
      {unit && <span className={styles.unit}>{unit}</span>}
    </p>
  );
};

const Inputs = ({ inputs }: Pick<FigureExplanation, 'inputs'>) => (
  <table className={styles.table} aria-label="Inputs">
    <thead>
      <tr>
        <th scope="col">Input</th>
        <th scope="col" className={styles.number}>
          Value
        </th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      {inputs.map(({ name, value, meaning }) => (
        <tr key={name}>
          <th scope="row" className={styles.name}>
            {name}
          </th>
          <td className={styles.number} title={String(value)}>
            {explainedValue(value)}
          </td>
          <td className={styles.meaning}>{meaning}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Steps = ({ steps }: Pick<FigureExplanation, 'steps'>) => (
  <ol className={styles.steps}>
    {steps.map(({ name, formula, value }) => (
      <li key={name}>
        <span className={styles.step}>
          <span className={styles.name}>{name}</span>
          <span className={styles.number} title={String(value)}>
            {explainedValue(value)}
          </span>
        </span>
        <code className={styles.formula}>{formula}</code>
      </li>
    ))}
  </ol>
);

/** One figure, taken apart: what it is, from what, how, and after whom. */
export const FigureExplanationView = ({
  figure,
}: FigureExplanationViewProps) => {
  const beside = besideText(figure);
  return (
    <Flex direction="column" gap="5" py="2">
      <Flex direction="column" gap="1">
        <Text as="h2" variant="title-x-small" weight="bold">
          {figure.title}
        </Text>
        <Value figure={figure} />
        {beside && (
          <Text as="p" color="secondary">
            {beside}
          </Text>
        )}
      </Flex>
      <Part title="Formula">
        <code className={styles.formula}>{figure.formula}</code>
      </Part>
      {figure.inputs.length > 0 && (
        <Part title="Inputs">
          <Inputs inputs={figure.inputs} />
        </Part>
      )}
      {figure.steps.length > 0 && (
        <Part title="Step by step">
          <Steps steps={figure.steps} />
        </Part>
      )}
      {figure.note && (
        <Part title="Note">
          <Text as="p">{figure.note}</Text>
        </Part>
      )}
      <Part title="Source">
        <Text as="p">{figure.source ?? 'A convention of this platform.'}</Text>
      </Part>
    </Flex>
  );
};
