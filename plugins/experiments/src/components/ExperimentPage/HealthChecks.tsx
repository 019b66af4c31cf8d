import { Flex, Text } from '@backstage/ui';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatPValue,
  StatusBadge,
} from '@etude/ui';
import type { HealthCheck } from '../../experiment-types';
import { HEALTH } from '../../experiment-words';
import { ExplainedFigure, healthFigureId } from '../Explanation';
import styles from './HealthChecks.module.css';

export type HealthChecksProps = { readonly checks: readonly HealthCheck[] };

const URGENCY = { fail: 0, warn: 1, pass: 2, unknown: 3 } as const;

const FORMATS: Readonly<Record<HealthCheck['id'], (value: number) => string>> =
  {
    traffic: formatCount,
    srm: formatPValue,
    'pre-exposure': formatPValue,
    crossover: formatPercent,
    'exposure-gaps': formatPValue,
    duplicates: formatPercent,
    freshness: formatNumber,
    data: formatCount,
  };

const figureText = ({ id, figure, threshold }: HealthCheck): string => {
  if (!figure) return 'how it is checked';
  const format = FORMATS[id];
  const text = `${figure.name} ${format(figure.value)}`;
  return threshold === undefined
    ? text
    : `${text}, threshold ${format(threshold)}`;
};

const CheckFigure = ({ check }: { readonly check: HealthCheck }) => (
  <Text variant="body-small" color="secondary">
    <ExplainedFigure figureId={healthFigureId(check.id)} of={check.title}>
      {figureText(check)}
    </ExplainedFigure>
  </Text>
);

const CheckRows = ({ checks }: HealthChecksProps) => (
  <ul className={styles.checks}>
    {checks.map(check => {
      const { id, state, title, sentence, nextStep } = check;
      return (
        <li key={id} className={styles.check}>
          <StatusBadge tone={HEALTH[state].tone}>
            {HEALTH[state].label}
          </StatusBadge>
          <Flex direction="column" gap="0.5">
            <Flex align="baseline" gap="2" style={{ flexWrap: 'wrap' }}>
              <Text weight="bold">{title}</Text>
              <CheckFigure check={check} />
            </Flex>
            <Text as="p">{sentence}</Text>
            {nextStep && (
              <Text as="p" color="secondary">
                {nextStep}
              </Text>
            )}
          </Flex>
        </li>
      );
    })}
  </ul>
);

/**
 * Each test of validity: how it stands, why, and what helps; what needs
 * somebody comes first, and what cannot be judged is folded away.
 */
export const HealthChecks = ({ checks }: HealthChecksProps) => {
  const judged = checks
    .filter(({ state }) => state !== 'unknown')
    .sort((a, b) => URGENCY[a.state] - URGENCY[b.state]);
  const quiet = checks.filter(({ state }) => state === 'unknown');
  return (
    <Flex direction="column" gap="3">
      {judged.length > 0 ? (
        <CheckRows checks={judged} />
      ) : (
        <Text as="p">It is too early to judge any of the checks.</Text>
      )}
      {quiet.length > 0 && (
        <details className={styles.quiet}>
          <summary>
            {quiet.length === 1
              ? 'One check cannot be judged: '
              : `${quiet.length} checks cannot be judged: `}
            {quiet.map(({ title }) => title.toLowerCase()).join(', ')}
          </summary>
          <CheckRows checks={quiet} />
        </details>
      )}
    </Flex>
  );
};
