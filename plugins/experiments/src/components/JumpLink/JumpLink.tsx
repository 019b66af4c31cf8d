import type { ReactNode } from 'react';
import styles from './JumpLink.module.css';

export type JumpLinkProps = {
  /** Id of the element on this page. */
  readonly to: string;
  readonly children: ReactNode;
};

const CONTROLS = 'input, textarea, button';

const jump = (id: string): void => {
  const target = document.getElementById(id);
  if (!target) return;
  target.scrollIntoView({ block: 'start' });
  const control = target.matches(CONTROLS)
    ? target
    : target.querySelector<HTMLElement>(CONTROLS);
  control?.focus({ preventScroll: true });
};

/** A link to a place on this page that also moves the focus there. */
export const JumpLink = ({ to, children }: JumpLinkProps) => (
  <a
    className={styles.link}
    href={`#${to}`}
    onClick={event => {
      event.preventDefault();
      jump(to);
    }}
  >
    {children}
  </a>
);
