import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  ButtonLink,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Text,
} from '@backstage/ui';
import {
  PageFrame,
  ProblemList,
  problemsOf,
  useCommand,
  useNavigateTo,
  useSessionDraft,
} from '@etude/ui';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import {
  EMPTY_FLAG_DRAFT,
  createFlagOf,
  draftProblems,
} from '../../model/flag-draft';
import type { FlagDraft } from '../../model/flag-draft';
import type { FlagShape } from '../../model/flag-shape';
import { flagRouteRef, flagsRouteRef } from '../../routes';
import { SchemaEditor, VariantsEditor } from '../Form';
import { FlagBasics } from './FlagBasics';
import { PresetPicker } from './PresetPicker';

const Step = (props: {
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <Card>
    <CardHeader>
      <Text as="h2" variant="title-x-small" weight="bold">
        {props.title}
      </Text>
    </CardHeader>
    <CardBody>
      <Flex direction="column" gap="4">
        {props.children}
      </Flex>
    </CardBody>
  </Card>
);

const useNewFlag = () => {
  const api = useApi(flagsApiRef);
  const navigateTo = useNavigateTo();
  const flagRoute = useRouteRef(flagRouteRef);
  const { draft, setDraft, forget } = useSessionDraft<FlagDraft>(
    'etude.flags.new-flag.1',
    EMPTY_FLAG_DRAFT,
  );
  const [attempt, setAttempt] = useState(0);
  const command = useCommand(async () => {
    const { id } = await api.createFlag(createFlagOf(draft));
    forget();
    navigateTo(flagRoute?.({ id }) ?? `/flags/${id}`);
  });
  const local = attempt > 0 ? draftProblems(draft) : [];
  const create = async () => {
    setAttempt(attempt + 1);
    if (draftProblems(draft).length === 0) await command.run();
  };
  return {
    draft,
    setDraft,
    create,
    attempt,
    isPending: command.isPending,
    problems:
      local.length === 0 && command.error ? problemsOf(command.error) : local,
  };
};

const Actions = (props: {
  readonly isPending: boolean;
  readonly onCreate: () => void;
}) => {
  const flagsRoute = useRouteRef(flagsRouteRef);
  return (
    <Flex gap="3">
      <Button
        variant="primary"
        isPending={props.isPending}
        onPress={props.onCreate}
      >
        Create flag
      </Button>
      <ButtonLink variant="secondary" href={flagsRoute?.() ?? '/flags'}>
        Cancel
      </ButtonLink>
    </Flex>
  );
};

/** The form for a new flag; what is typed stays over a reload. */
export const NewFlagPage = () => {
  const flagsRoute = useRouteRef(flagsRouteRef);
  const { draft, setDraft, problems, ...form } = useNewFlag();
  const setShape = (shape: FlagShape) => setDraft({ ...draft, shape });
  const editor = { shape: draft.shape, problems, onChange: setShape };
  return (
    <PageFrame
      title="New flag"
      description="It serves nothing until you roll out a variant or start an experiment on it."
      parent={{ label: 'Flags', href: flagsRoute?.() ?? '/flags' }}
    >
      <Flex direction="column" gap="4" pb="6">
        <ProblemList
          title="The flag cannot be created yet"
          problems={problems}
          attempt={form.attempt}
        />
        <Step title="What it is">
          <FlagBasics draft={draft} problems={problems} onChange={setDraft} />
        </Step>
        <Step title="What it delivers">
          <PresetPicker shape={draft.shape} onChange={setShape} />
          <SchemaEditor {...editor} />
        </Step>
        <Step title="Variants">
          <VariantsEditor {...editor} />
        </Step>
        <Actions isPending={form.isPending} onCreate={form.create} />
      </Flex>
    </PageFrame>
  );
};
