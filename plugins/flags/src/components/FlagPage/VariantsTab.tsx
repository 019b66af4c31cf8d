import { Button, Flex, Text } from '@backstage/ui';
import { StateMessage } from '@etude/ui';
import { useState } from 'react';
import { AskedForApproval } from '../ChangeRequests';
import type { FlagTabProps } from './flag-tab';
import { VariantCard } from './VariantCard';
import { VariantsForm } from './VariantsForm';

const VariantsView = (
  props: FlagTabProps & { readonly onEdit: () => void },
) => {
  const { flag, canChange, onEdit } = props;
  if (flag.variants.length === 0) {
    return (
      <StateMessage
        title="The flag has no variants"
        reason="A variant is one named value, such as on with enabled set to true. Rules give variants to units."
        action={
          canChange ? (
            <Button variant="primary" onPress={onEdit}>
              Add variants
            </Button>
          ) : undefined
        }
      />
    );
  }
  return (
    <Flex direction="column" gap="4" py="4">
      <Flex justify="between" align="center">
        <Text color="secondary">
          What applications get. A variant that a live experiment compares
          cannot change.
        </Text>
        {canChange && (
          <Button variant="secondary" onPress={onEdit}>
            Edit variants
          </Button>
        )}
      </Flex>
      {flag.variants.map(variant => (
        <VariantCard key={variant.id} schema={flag.schema} variant={variant} />
      ))}
    </Flex>
  );
};

/** The variants of a flag, to be read or edited. */
export const VariantsTab = (props: FlagTabProps) => {
  const [isEditing, setEditing] = useState(false);
  const [isAsked, setAsked] = useState(false);
  return isEditing ? (
    <VariantsForm
      flag={props.flag}
      onSaved={() => {
        setEditing(false);
        props.onChanged();
      }}
      onAsked={() => {
        setEditing(false);
        setAsked(true);
      }}
      onCancel={() => setEditing(false)}
    />
  ) : (
    <>
      {isAsked && <AskedForApproval />}
      <VariantsView
        {...props}
        onEdit={() => {
          setAsked(false);
          setEditing(true);
        }}
      />
    </>
  );
};
