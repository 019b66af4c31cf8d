import { Button, Flex } from '@backstage/ui';
import { LoadedView, StateMessage } from '@etude/ui';
import { useClients } from '../../hooks/use-clients';
import { ClientCard } from './ClientCard';
import { NewClientDialog } from './NewClientDialog';

export type ClientsSectionProps = {
  readonly isNewClientOpen: boolean;
  readonly onNewClient: () => void;
  readonly onNewClientClose: () => void;
};

/** All applications that resolve flags, with their credentials. */
export const ClientsSection = (props: ClientsSectionProps) => {
  const clients = useClients();
  return (
    <>
      <LoadedView {...clients} what="the clients">
        {all =>
          all.length === 0 ? (
            <StateMessage
              title="There are no clients yet"
              reason="A client is an application that resolves flags, such as checkout-web. It shows who it is with a credential, and a flag says which clients may resolve it."
              action={
                <Button variant="primary" onPress={props.onNewClient}>
                  Create the first client
                </Button>
              }
            />
          ) : (
            <Flex direction="column" gap="4" py="4">
              {all.map(client => (
                <ClientCard
                  key={client.id}
                  client={client}
                  onChanged={clients.reload}
                />
              ))}
            </Flex>
          )
        }
      </LoadedView>
      {props.isNewClientOpen && (
        <NewClientDialog
          onCreated={clients.reload}
          onClose={props.onNewClientClose}
        />
      )}
    </>
  );
};
