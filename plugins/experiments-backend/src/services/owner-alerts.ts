import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Clock } from '@etude/kernel';
import type { Experiment } from '@etude/lifecycle';
import type { SentAnalysis } from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { createAlertStore } from '../stores/alert-store';

type Alert = {
  readonly kind:
    'health-failed' | 'got-worse' | 'stop-reached' | 'planned-end' | 'ended';
  readonly title: string;
  readonly description: string;
  readonly severity: 'high' | 'normal';
};

/** Everything the owner has to know of an experiment as it stands now. */
export const alertsOf = (
  experiment: Experiment,
  analysis: SentAnalysis,
  now: Date,
): Alert[] => {
  const alerts: Alert[] = [];
  if (experiment.state !== 'live') {
    return [
      {
        kind: 'ended',
        title: `'${experiment.name}' has ended`,
        description:
          analysis.verdict?.sentence ??
          'It has no verdict yet. Open it to see why.',
        severity: 'normal',
      },
    ];
  }
  const failed = analysis.health.filter(({ state }) => state === 'fail');
  if (failed.length > 0) {
    alerts.push({
      kind: 'health-failed',
      title: `'${experiment.name}' fails a health check`,
      description: failed
        .map(({ sentence, nextStep }) => `${sentence} ${nextStep ?? ''}`.trim())
        .join(' '),
      severity: 'high',
    });
  }
  const alarms = analysis.monitors.filter(({ state }) => state === 'alarm');
  if (alarms.length > 0) {
    alerts.push({
      kind: 'got-worse',
      title: `'${experiment.name}' makes a metric worse`,
      description: `${alarms.map(({ sentence }) => sentence).join(' ')} End the experiment, unless there is a reason to go on.`,
      severity: 'high',
    });
  }
  if (analysis.progress.stopReachedAt !== undefined) {
    alerts.push({
      kind: 'stop-reached',
      title: `'${experiment.name}' has all it needs`,
      description:
        'Its stopping rule is met before the latest end. Read the recommendation, end the experiment and record the decision.',
      severity: 'normal',
    });
  }
  const { plannedEndAt } = experiment;
  if (plannedEndAt !== undefined && now >= new Date(plannedEndAt)) {
    alerts.push({
      kind: 'planned-end',
      title: `'${experiment.name}' has reached its planned end`,
      description:
        'Its effects are open now. Read the recommendation, end the experiment and record the decision.',
      severity: 'normal',
    });
  }
  return alerts;
};

export type OwnerAlertsDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly notifications: NotificationService;
  readonly logger: LoggerService;
};

/**
 * Tells owners once of what they have to know. What could not be sent stays
 * due, so that the next refresh tries again.
 */
export const createOwnerAlerts = (deps: OwnerAlertsDependencies) => {
  const store = createAlertStore(deps.db);

  const send = async (experiment: Experiment, alert: Alert) => {
    try {
      await deps.notifications.send({
        recipients: { type: 'entity', entityRef: experiment.owner },
        payload: {
          title: alert.title,
          description: alert.description,
          link: `/experiments/${experiment.id}`,
          severity: alert.severity,
          topic: 'experiments',
          scope: `experiments:${experiment.id}:${alert.kind}`,
        },
      });
    } catch (error) {
      deps.logger.warn(
        `The owner of '${experiment.id}' could not be told '${alert.kind}'; the next refresh tries again.`,
        error instanceof Error ? error : { error: String(error) },
      );
      return;
    }
    await store.raise(
      experiment.id,
      alert.kind,
      deps.clock.now().toISOString(),
    );
  };

  return {
    async notify(
      experiment: Experiment,
      analysis: SentAnalysis,
    ): Promise<void> {
      const raised = await store.list(experiment.id);
      const due = alertsOf(experiment, analysis, deps.clock.now());
      for (const alert of due) {
        if (!raised.includes(alert.kind)) await send(experiment, alert);
      }
      const stillFails = due.some(({ kind }) => kind === 'health-failed');
      if (raised.includes('health-failed') && !stillFails) {
        await store.clear(experiment.id, 'health-failed');
      }
    },
  };
};

export type OwnerAlerts = ReturnType<typeof createOwnerAlerts>;
