import { ExtensionBoundary } from '@backstage/frontend-plugin-api';
import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import { ButtonLink } from '@backstage/ui';
import { PageFrame } from '@etude/ui';
import { FirstSteps } from './FirstSteps';
import styles from './HomePage.module.css';
import { LearningThisQuarter } from './LearningThisQuarter';
import { WaitingForMe } from './WaitingForMe';
import { WhatIOwn } from './WhatIOwn';

/**
 * What waits for the person, how the organisation learns and what they own;
 * below, whatever widgets the installed plugins bring.
 */
export const HomePage = ({ widgets }: HomePageLayoutProps) => (
  <PageFrame
    title="Home"
    actions={<ButtonLink href="/experiments/new">New experiment</ButtonLink>}
  >
    <div className={styles.page}>
      <div className={styles.column}>
        <WaitingForMe />
        <LearningThisQuarter />
        <div className={styles.widgets}>
          {widgets.map(({ node, component }) => (
            <ExtensionBoundary key={node.spec.id} node={node}>
              {component}
            </ExtensionBoundary>
          ))}
        </div>
      </div>
      <div className={styles.column}>
        <WhatIOwn />
        <FirstSteps />
      </div>
    </div>
  </PageFrame>
);
