import { moveClockTo } from './__testUtils__/move-clock';
import { newExperiment } from './__testUtils__/new-experiment';
import { startExperimentsBackend } from './__testUtils__/start-experiments-backend';

afterEach(() => {
  jest.useRealTimers();
});

describe('launching', () => {
  it('takes the rule out of the flag again when the launch cannot be saved', async () => {
    const { ada, flags } = await startExperimentsBackend();
    const { experiment } = await ada.createExperiment(newExperiment());
    flags.answer.afterPut = async () => {
      await ada.editExperiment(experiment.id, {
        etag: experiment.etag,
        name: 'Changed while launching',
      });
    };
    await expect(ada.launchExperiment(experiment.id)).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENTS_ETAG_CONFLICT',
    });
    expect(flags.flag.rules).toMatchObject([{ enabled: false }]);
    expect(flags.writes).toEqual(['PUT as user', 'DELETE as service']);

    flags.answer.afterPut = async () => {};
    const { experiment: live } = await ada.launchExperiment(experiment.id);
    expect(live.state).toBe('live');
    expect(flags.flag.rules).toMatchObject([{ enabled: true }]);
  });

  it('asks for the right to the flag as the person who launches', async () => {
    const { ada, flags } = await startExperimentsBackend();
    await ada.createExperiment(newExperiment());
    flags.answer.refusePut = true;
    await expect(ada.launchExperiment('green-button')).rejects.toMatchObject({
      code: 'ETUDE_FLAGS_FORBIDDEN',
      details: { status: 403 },
    });
    expect((await ada.getExperiment('green-button')).experiment.state).toBe(
      'draft',
    );
    expect(flags.writes).toEqual(['PUT as user']);
  });

  it('lets two launches at once put one experiment live', async () => {
    const { ada, flags } = await startExperimentsBackend();
    await ada.createExperiment(newExperiment());
    const launches = await Promise.allSettled([
      ada.launchExperiment('green-button'),
      ada.launchExperiment('green-button'),
    ]);
    expect(
      launches.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(1);
    expect((await ada.getExperiment('green-button')).experiment.state).toBe(
      'live',
    );
    expect(flags.flag.rules).toMatchObject([{ enabled: true }]);
  });

  it('serves again when the end cannot be saved', async () => {
    moveClockTo('2026-03-02T09:00:00Z');
    const { ada, flags } = await startExperimentsBackend();
    const { experiment } = await ada.createExperiment(newExperiment());
    const live = await ada.launchExperiment(experiment.id);
    flags.answer.afterDelete = async () => {
      await ada.editExperiment(experiment.id, {
        etag: live.experiment.etag,
        name: 'Changed while ending',
      });
    };
    await expect(ada.endExperiment(experiment.id)).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENTS_ETAG_CONFLICT',
    });
    expect((await ada.getExperiment(experiment.id)).experiment.state).toBe(
      'live',
    );
    expect(flags.flag.rules).toMatchObject([{ enabled: true }]);
  });
});

describe('ending', () => {
  it('lets two ends at once leave the experiment ended and serving nobody', async () => {
    const { ada, flags } = await startExperimentsBackend();
    await ada.createExperiment(newExperiment());
    await ada.launchExperiment('green-button');
    const ends = await Promise.allSettled([
      ada.endExperiment('green-button'),
      ada.endExperiment('green-button'),
    ]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await ada.getExperiment('green-button')).experiment.state).toBe(
      'ended',
    );
    expect(flags.flag.rules).toMatchObject([{ enabled: false }]);
  });
});

describe('a launch cut short by a crash', () => {
  it('is undone by the schedule: a draft serves nobody', async () => {
    moveClockTo('2026-03-02T09:00:00Z');
    const { ada, flags, runSchedule } = await startExperimentsBackend();
    await ada.createExperiment(newExperiment());
    let isPut = () => {};
    const put = new Promise<void>(resolve => {
      isPut = resolve;
    });
    // The flag has the rule, but the answer never reaches the portal in time.
    let answer = () => {};
    flags.answer.afterPut = () => {
      isPut();
      return new Promise<void>(resolve => {
        answer = resolve;
      });
    };
    const launch = ada.launchExperiment('green-button');
    await put;
    expect(flags.flag.rules).toMatchObject([{ enabled: true }]);
    await runSchedule();
    expect(flags.flag.rules).toMatchObject([{ enabled: true }]);

    moveClockTo('2026-03-02T09:05:00Z');
    await runSchedule();
    expect(flags.flag.rules).toMatchObject([{ enabled: false }]);

    answer();
    await expect(launch).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_CHANGE_CONFLICT',
    });
    expect((await ada.getExperiment('green-button')).experiment.state).toBe(
      'draft',
    );
    expect(flags.flag.rules).toMatchObject([{ enabled: false }]);
  });
});
