import { personRuleSchema } from '@etude/plugin-flags-common';
import { describeOnDatabases } from '../__testUtils__/test-databases';
import { migrate } from '../stores/migrate';
import { createServices } from './services';

const ADA = 'user:default/ada';

const newFlag = {
  id: 'new-home',
  description: '',
  owner: 'group:default/growth',
  componentRef: null,
  labels: {},
  clients: [],
  schema: { type: 'struct' as const, fields: {} },
  variants: ['off', 'on'].map(id => ({ id, value: {}, description: '' })),
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
};

const stickyRule = personRuleSchema.parse({
  kind: 'conditional',
  name: 'Sticky',
  targeting: { criteria: {}, expression: null },
  assignments: [{ kind: 'variant', variant: 'on' }],
  enabled: true,
  stickiness: { materialization: 'home', isIntakePaused: false },
});

describeOnDatabases('sticky assignments', init => {
  const open = async (keepStickyDays: number | null) => {
    const database = await init();
    await migrate(database);
    let nowMs = Date.parse('2026-01-01T12:00:00Z');
    const { flags, materializations } = createServices({
      database,
      account: 'acme',
      clock: { now: () => new Date(nowMs) },
      keepStickyDays,
    });
    await flags.create(newFlag, ADA);
    const { rules } = await flags.createRule('new-home', stickyRule, ADA);
    const ruleId = rules[0]?.id ?? '';
    const keep = (unit: string, rule = `flags/new-home/rules/${ruleId}`) =>
      materializations.write([
        { materialization: 'home', unit, rule, variant: '', replaces: null },
      ]);
    const unitsKept = async () =>
      (await materializations.list()).find(({ name }) => name === 'home')
        ?.units ?? 0;
    const waitDays = (days: number) => {
      nowMs += days * 86_400_000;
    };
    return { flags, materializations, ruleId, keep, unitsKept, waitDays };
  };

  it('are kept for years while their flag has their rule', async () => {
    const { materializations, keep, unitsKept, waitDays } = await open(null);
    await keep('u');
    waitDays(1_000);
    expect(await materializations.prune()).toBe(0);
    expect(await unitsKept()).toBe(1);
  });

  it('outlive their rule by thirty days', async () => {
    const { flags, materializations, ruleId, keep, unitsKept, waitDays } =
      await open(null);
    await keep('u');
    await keep('v', 'a rule that no flag ever had');
    waitDays(100);
    await flags.deleteRule({ flagId: 'new-home', ruleId }, undefined, ADA);
    waitDays(29);
    expect(await materializations.prune()).toBe(0);
    waitDays(2);
    expect(await materializations.prune()).toBe(1);
    expect(await unitsKept()).toBe(1);
  });

  it('are forgotten after as many days as were configured', async () => {
    const { materializations, keep, unitsKept, waitDays } = await open(90);
    await keep('u');
    waitDays(60);
    await keep('v');
    waitDays(31);
    expect(await materializations.prune()).toBe(1);
    expect(await unitsKept()).toBe(1);
  });
});
