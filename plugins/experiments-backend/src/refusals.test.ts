import { mockServices } from '@backstage/backend-test-utils';
import { newExperiment, testPlan } from './__testUtils__/new-experiment';
import { startExperimentsBackend } from './__testUtils__/start-experiments-backend';
import { readExperimentsConfig } from './experiments-config';

describe('drafts', () => {
  it('saves an unfinished plan and says all that keeps it from launching', async () => {
    const { ada, flags } = await startExperimentsBackend();
    const plan = testPlan({
      hypothesis: '',
      variants: [
        { id: 'control', weight: 1 },
        { id: 'red', weight: 1 },
      ],
      metrics: [
        { metricId: 'missing', role: 'success', direction: 'increase' },
        { metricId: 'per-device', role: 'success', direction: 'increase' },
      ],
    });
    const { problems } = await ada.createExperiment(newExperiment({ plan }));
    expect(problems.map(({ path }) => path)).toEqual([
      'plan.hypothesis',
      'plan.metrics[0].metricId',
      'plan.metrics[1].metricId',
      'plan.variants[1].id',
    ]);
    await expect(ada.launchExperiment('green-button')).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_REFUSED',
      problems,
    });
    expect(flags.writes).toEqual([]);

    const etag = (await ada.getExperiment('green-button')).experiment.etag;
    const mended = await ada.editExperiment('green-button', {
      etag,
      plan: testPlan(),
    });
    expect(mended.problems).toEqual([]);
  });

  it('names an unknown flag', async () => {
    const { ada } = await startExperimentsBackend();
    const plan = testPlan({
      assignment: { kind: 'flag', flagId: 'no-such-flag' },
    });
    const { problems } = await ada.createExperiment(newExperiment({ plan }));
    expect(problems).toMatchObject([{ code: 'ETUDE_EXPERIMENT_UNKNOWN_FLAG' }]);
  });

  it('names an unknown table of assignments, and columns it lacks', async () => {
    const { ada } = await startExperimentsBackend();
    const table = {
      kind: 'table' as const,
      factTableId: 'assigned',
      unitColumn: 'person',
      variantColumn: 'version',
      dimensions: ['country'],
    };
    const problemsOf = async (changes: Partial<typeof table> & object) => {
      const plan = testPlan({ assignment: { ...table, ...changes } });
      const draft = newExperiment({ id: undefined, plan });
      const { problems } = await ada.createExperiment(draft);
      return problems.map(({ code, path }) => `${code} ${path}`);
    };
    expect(await problemsOf({})).toEqual([]);
    expect(await problemsOf({ factTableId: 'lost' })).toEqual([
      'ETUDE_EXPERIMENT_UNKNOWN_TABLE plan.assignment.factTableId',
    ]);
    const wrong = {
      variantColumn: 'arm',
      exposedAtColumn: 'seen',
      covariates: [
        { metricId: 'revenue', column: 'past', missing: 'zero' as const },
      ],
      dimensions: ['country', 'city'],
    };
    expect(await problemsOf(wrong)).toEqual(
      [
        'variantColumn',
        'exposedAtColumn',
        'covariates[0].column',
        'dimensions[1]',
      ].map(path => `ETUDE_EXPERIMENT_UNKNOWN_COLUMN plan.assignment.${path}`),
    );
  });

  it('tells a change of the plan in the words of the form', async () => {
    const { ada } = await startExperimentsBackend();
    const { experiment } = await ada.createExperiment(newExperiment());
    const { id, etag } = experiment;
    const edited = await ada.editExperiment(id, {
      etag,
      componentRef: null,
      plan: testPlan({
        hypothesis: 'Blue sells more.',
        variants: [
          { id: 'control', weight: 2 },
          { id: 'blue', weight: 1 },
        ],
        audience: { conditions: [], proportion: 0.29, exclusivityTags: ['x'] },
        metrics: [
          {
            metricId: 'revenue',
            role: 'success',
            direction: 'increase',
            mdeRelative: 0.011,
          },
          { metricId: 'errors', role: 'deterioration', direction: 'decrease' },
        ],
        design: {
          kind: 'group-sequential',
          alpha: 0.05,
          power: 0.9,
          plannedDays: 21,
          plannedLooks: 3,
          spending: { kind: 'pocock' },
          overRun: 'rescale',
        },
        timeZone: 'Europe/Stockholm',
        requiredUnits: 12_345,
      }),
    });
    await ada.editExperiment(id, {
      etag: edited.experiment.etag,
      plan: {
        ...edited.experiment.plan,
        decisionRule: { kind: 'standard', guarantee: 'default' },
      },
    });
    const { items } = await ada.getActivity(id);
    expect(items.map(({ sentence }) => sentence)).toEqual([
      'Saved the plan in another form that means the same.',
      [
        'Changed the component from component:default/checkout to none.',
        'Changed the hypothesis.',
        "Added the variant 'blue'.",
        "Removed the variant 'green'.",
        "Changed the weight of 'control' from 1 to 2.",
        'Changed the share of the audience from 100 % to 29 %.',
        "Changed the exclusivity tags from none to 'x'.",
        "Removed the guardrail 'visits'.",
        "Added the deterioration metric 'errors'.",
        "Changed the minimum detectable effect of 'revenue' from 2 % to 1.1 %.",
        'Changed the design from fixed horizon to group sequential.',
        'Changed the power from 80 % to 90 %.',
        'Changed planned days from 14 to 21.',
        'Changed the time zone from UTC to Europe/Stockholm.',
        'Changed the units needed from none to 12,345.',
      ].join(' '),
      "Created the draft 'Green button' for group:default/growth.",
    ]);
  });

  it('refuses to write over a version it has not shown', async () => {
    const { ada } = await startExperimentsBackend();
    const { experiment } = await ada.createExperiment(newExperiment());
    const { etag } = experiment;
    await ada.editExperiment(experiment.id, { etag, name: 'Greener' });
    await expect(
      ada.editExperiment(experiment.id, { etag, name: 'Greenest' }),
    ).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENTS_ETAG_CONFLICT',
      details: { status: 409 },
    });
  });

  it('makes an id from the name, and another when it is taken', async () => {
    const { ada } = await startExperimentsBackend();
    const named = { ...newExperiment(), id: undefined, name: 'Grüner Knopf!' };
    const first = await ada.createExperiment(named);
    const second = await ada.createExperiment(named);
    expect(first.experiment.id).toBe('gruner-knopf');
    expect(second.experiment.id).toMatch(/^gruner-knopf-[0-9a-f]{6}$/);
    await expect(
      ada.createExperiment(newExperiment({ id: 'gruner-knopf' })),
    ).rejects.toMatchObject({ details: { status: 409 } });
  });

  it('discards a draft, and nothing that has run', async () => {
    const { ada } = await startExperimentsBackend();
    await ada.createExperiment(newExperiment());
    await ada.createExperiment(newExperiment({ id: 'other-draft' }));
    await ada.launchExperiment('green-button');
    await expect(ada.discardExperiment('green-button')).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_WRONG_STATE',
    });
    const { experiment } = await ada.discardExperiment('other-draft');
    expect(experiment.state).toBe('discarded');
  });
});

describe('what people may', () => {
  it('lets nobody but the owner change an experiment, and all read it', async () => {
    const { ada, grace, service, audit } = await startExperimentsBackend();
    const { experiment } = await ada.createExperiment(newExperiment());
    const { id, etag } = experiment;
    const attempts = [
      () => grace.editExperiment(id, { etag, name: 'Mine' }),
      () => grace.launchExperiment(id),
      () => grace.endExperiment(id),
      () => grace.refreshExperiment(id),
      () => grace.discardExperiment(id),
      () =>
        grace.decideExperiment(id, { action: 'do-not-ship', rationale: 'No.' }),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'ETUDE_EXPERIMENT_FORBIDDEN',
        details: { status: 403 },
      });
    }
    expect(audit.fail).toHaveBeenCalledTimes(attempts.length);
    expect((await grace.getExperiment(id)).experiment.name).toBe(
      'Green button',
    );
    await service.editExperiment(id, { etag, name: 'Renamed by a service' });
  });

  it('refuses a new experiment for an owner one does not belong to', async () => {
    const { grace, service } = await startExperimentsBackend();
    await expect(grace.createExperiment(newExperiment())).rejects.toMatchObject(
      { details: { status: 403 } },
    );
    await service.createExperiment(newExperiment());
  });
});

describe('sample size', () => {
  it('names a metric without history, and takes a given baseline', async () => {
    const { ada } = await startExperimentsBackend();
    const plan = testPlan({
      metrics: [
        {
          metricId: 'novel',
          role: 'success',
          direction: 'increase',
          mdeRelative: 0.02,
        },
      ],
    });
    const unknown = await ada.sampleSize({ plan });
    expect(unknown.size).toBeNull();
    expect(unknown.problems).toMatchObject([
      { code: 'ETUDE_METRICS_NO_HISTORY', path: 'plan.metrics[0]' },
    ]);
    const known = await ada.sampleSize({
      plan,
      baseline: { novel: { mean: 10, variance: 4 } },
      unitsPerDay: 100,
    });
    // One one-sided test at 5 % with power 80 %:
    // 2·(1.6449+0.8416)²·4/0.2² = 1236.5 units a variant.
    expect(known.size).toMatchObject({ requiredUnits: 2474, days: 25 });
    expect(known.baselines).toMatchObject([{ source: 'given', units: null }]);
  });
});

describe('the configuration', () => {
  it('refuses a time zone that is none, when the portal starts', () => {
    const read = (timeZone: string) =>
      readExperimentsConfig(
        mockServices.rootConfig({
          data: { etude: { experiments: { timeZone } } },
        }),
      );
    expect(read('europe/stockholm')).toEqual({ refreshSeconds: 60 });
    expect(() => read('Europe/Atlantis')).toThrow(
      "etude.experiments.timeZone is wrong: 'Europe/Atlantis' is not a time zone.",
    );
  });
});
