import type { FlagRecord } from '@etude/plugin-flags-common';
import { describeOnDatabases } from '../__testUtils__/test-databases';
import { migrate } from './migrate';
import { createStores } from './stores';

const AT = '2026-11-01T12:00:00.000Z';

const flagRecord = (overrides: Partial<FlagRecord> = {}): FlagRecord => ({
  id: 'checkout-button',
  description: 'Colour of the button',
  owner: 'group:default/growth',
  componentRef: 'component:default/checkout',
  labels: {},
  clients: [],
  schema: { type: 'struct', fields: { color: { type: 'string' } } },
  variants: [{ id: 'on', value: { color: 'grün 🟢' }, description: '' }],
  rules: [],
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
  state: 'active',
  etag: '1',
  createdAt: AT,
  createdBy: 'user:default/ada',
  updatedAt: AT,
  updatedBy: 'user:default/ada',
  ...overrides,
});

describeOnDatabases('flag stores', init => {
  const open = async () => {
    const database = await init();
    await migrate(database);
    return createStores(database);
  };

  it('gives flags back as they were stored', async () => {
    const { flags } = await open();
    await flags.insert(flagRecord());
    expect(await flags.get('checkout-button')).toEqual(flagRecord());
    expect(await flags.get('another-flag')).toBeUndefined();
    await expect(flags.insert(flagRecord())).rejects.toThrow();
  });

  it('replaces a flag only for the etag it has', async () => {
    const { flags } = await open();
    await flags.insert(flagRecord());
    const next = flagRecord({ etag: '2', description: 'New' });
    expect(await flags.replace(next, '7')).toBe(false);
    expect((await flags.get(next.id))?.description).toBe(
      'Colour of the button',
    );
    expect(await flags.replace(next, '1')).toBe(true);
    expect(await flags.get(next.id)).toEqual(next);
  });

  it('pages and filters flags; wildcards in the text are letters', async () => {
    const { flags } = await open();
    for (const id of ['flag-a', 'flag-b', 'flag-c']) {
      await flags.insert(flagRecord({ id, description: `100% ${id}_X` }));
    }
    await flags.insert(flagRecord({ id: 'gone', state: 'archived' }));
    const page = { limit: 2, offset: 1 };
    const found = await flags.query({ ...page, state: 'active' });
    expect(found.totalItems).toBe(3);
    expect(found.items.map(({ id }) => id)).toEqual(['flag-b', 'flag-c']);
    const countOf = async (q: string) =>
      (await flags.query({ limit: 10, offset: 0, q })).totalItems;
    expect(await countOf('FLAG-A_x')).toBe(1);
    expect(await countOf('0% f')).toBe(3);
    expect(await countOf('f%a')).toBe(0);
    expect(await countOf('flag_a')).toBe(0);
    expect(await countOf("'!")).toBe(0);
  });

  it('keeps credentials with their client, and their revocation', async () => {
    const { clients } = await open();
    const client = {
      id: 'webshop',
      displayName: 'Web shop',
      owner: 'group:default/growth',
      createdAt: AT,
      createdBy: 'user:default/ada',
    };
    const credential = {
      id: 'c1',
      name: 'production',
      kind: 'server' as const,
      secretHash: 'ab'.repeat(32),
      environments: ['production'],
      revokedAt: null,
      expiresAt: null,
      createdAt: AT,
      createdBy: 'user:default/ada',
    };
    await clients.insert(client);
    await clients.insertCredential('webshop', credential);
    expect(await clients.list()).toEqual([
      { ...client, credentials: [credential] },
    ]);
    await clients.revokeCredential('webshop', { id: 'c1', revokedAt: AT });
    expect((await clients.get('webshop'))?.credentials).toEqual([
      { ...credential, revokedAt: AT },
    ]);
  });

  it('lists revisions newest first', async () => {
    const { flags, revisions } = await open();
    await flags.insert(flagRecord());
    const note = { at: AT, by: 'user:default/ada', summary: 'Edited.' };
    for (const revision of [1, 2]) {
      await revisions.insert({
        ...note,
        revision,
        change: 'updated',
        flag: flagRecord({ etag: String(revision) }),
      });
    }
    const listed = await revisions.list('checkout-button');
    expect(listed.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(listed[0]?.flag).toEqual(flagRecord({ etag: '2' }));
  });

  it('replaces a segment only for the etag it has', async () => {
    const { segments } = await open();
    const segment = {
      id: 'everyone-here',
      description: '',
      targeting: null,
      allocation: { proportion: 0.5, exclusivityTags: [], exclusiveTo: [] },
      population: [[0, 500_000]] as [number, number][],
      state: 'allocated' as const,
      etag: '1',
      owner: null,
    };
    await segments.insert(segment);
    const next = { ...segment, etag: '2', population: 'ALL' as const };
    expect(await segments.replace(next, '9')).toBe(false);
    expect(await segments.list()).toEqual([segment]);
    expect(await segments.replace(next, '1')).toBe(true);
    expect(await segments.get(segment.id)).toEqual(next);
  });

  it('counts versions up', async () => {
    const { stateVersion } = await open();
    const first = await stateVersion.read();
    await stateVersion.raise();
    await stateVersion.raise();
    expect(await stateVersion.read()).toBe(first + 2);
  });
});
