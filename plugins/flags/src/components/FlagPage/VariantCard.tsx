import { CardBody, CardHeader, Flex, Switch, Text } from '@backstage/ui';
import { useState } from 'react';
import { jsonTextOf } from '../../model/flag-shape';
import type { FlagSchema, JsonValue, Variant } from '../../model/wire-types';
import { CodeSnippet } from '../CodeSnippet';
import { GroupCard } from '../GroupCard';
import styles from './VariantCard.module.css';

export type VariantCardProps = {
  readonly schema: FlagSchema;
  readonly variant: Variant;
};

const valueWords = (value: JsonValue | undefined): string => {
  if (value === undefined || value === null) return 'nothing';
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (value === '') return 'empty text';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const VariantValues = ({ schema, variant }: VariantCardProps) => (
  <dl className={styles.values}>
    {Object.keys(schema.fields).map(name => (
      <div key={name} className={styles.entry}>
        <dt>
          <Text color="secondary">{name}</Text>
        </dt>
        <dd className={styles.value}>
          <Text>{valueWords(variant.value[name])}</Text>
        </dd>
      </div>
    ))}
  </dl>
);

/** One variant by its fields, or as the JSON that is delivered. */
export const VariantCard = (props: VariantCardProps) => {
  const { variant } = props;
  const [isJson, setJson] = useState(false);
  return (
    <GroupCard label={`Variant ${variant.id}`}>
      <CardHeader>
        <Flex justify="between" align="center">
          <Flex direction="column" gap="0.5">
            <Text as="h2" variant="title-x-small" weight="bold">
              {variant.id}
            </Text>
            {variant.description !== '' && (
              <Text variant="body-small" color="secondary">
                {variant.description}
              </Text>
            )}
          </Flex>
          <Switch label="JSON view" isSelected={isJson} onChange={setJson} />
        </Flex>
      </CardHeader>
      <CardBody>
        {isJson ? (
          <CodeSnippet
            label={`value of ${variant.id}`}
            code={jsonTextOf(variant.value)}
          />
        ) : (
          <VariantValues {...props} />
        )}
      </CardBody>
    </GroupCard>
  );
};
