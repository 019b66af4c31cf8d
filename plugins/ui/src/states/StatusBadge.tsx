import { Text } from '@backstage/ui';
import styles from './StatusBadge.module.css';

/** How a state feels to the person responsible for it. */
export type Tone = 'good' | 'bad' | 'warning' | 'neutral' | 'active' | 'muted';

const SHAPE: Record<Tone, string> = {
  good: '▲',
  bad: '▼',
  warning: '◆',
  neutral: '■',
  active: '●',
  muted: '○',
};

export type StatusBadgeProps = {
  readonly tone: Tone;
  readonly children: string;
};

/** A state told by word and shape as well as by colour. */
export const StatusBadge = ({ tone, children }: StatusBadgeProps) => (
  <span className={styles[tone]}>
    <span aria-hidden="true" className={styles.shape}>
      {SHAPE[tone]}
    </span>
    <Text as="span" variant="body-small">
      {children}
    </Text>
  </span>
);
