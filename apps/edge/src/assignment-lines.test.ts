import { describe, expect, it } from 'vitest';
import type { ResolvedCredential } from '@etude/resolver';
import { AssignmentLines } from './assignment-lines';
import type { ApplyContext } from './assignment-lines';
import type { Given } from './assignment-records';

const credential = (id: string, client = 'shop'): ResolvedCredential => ({
  id,
  client,
  secretHash: '',
  kind: 'server',
  environments: ['production', 'beta'],
});

const shop = credential('one');

const context = (change: Partial<ApplyContext> = {}): ApplyContext => ({
  credential: shop,
  resolveId: 'resolve-1',
  logId: 'log-1',
  assignedAt: new Date('2026-03-01T12:00:00.000Z'),
  ...change,
});

type Change = Partial<Given> & { readonly unit?: string; appliedAt?: Date };

const given = ({
  unit = 'user-1',
  appliedAt,
  ...change
}: Change = {}): Given => ({
  applied: {
    flag: 'flags/banner',
    variant: 'flags/banner/variants/green',
    reason: 'MATCH',
    shouldApply: true,
    assignment: null,
    fallthroughs: [],
    ...(appliedAt && { appliedAt }),
  },
  record: {
    rule: 'flags/banner/rules/sweden',
    segment: 'segments/sweden',
    assignmentId: 'green',
    unit,
    selector: '',
  },
  variant: 'flags/banner/variants/green',
  reason: 'MATCH',
  ...change,
});

const parsed = (lines: readonly string[]): unknown[] =>
  lines.map((line): unknown => JSON.parse(line));

describe('AssignmentLines', () => {
  it('writes every column of the log, with ids for names', () => {
    const [line = ''] = new AssignmentLines().of([given()], context());
    expect(line.startsWith('{"type":"assignment"')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      type: 'assignment',
      assigned_at: '2026-03-01T12:00:00.000Z',
      unit: 'user-1',
      selector: 'targeting_key',
      flag: 'banner',
      rule: 'sweden',
      segment: 'sweden',
      variant: 'green',
      assignment_id: 'green',
      reason: 'MATCH',
      client: 'shop',
      environment: 'production,beta',
      resolve_id: 'resolve-1',
      log_id: 'log-1-0',
    });
  });

  it('keeps what one rule gives apart, and what two credentials are given', () => {
    const lines = new AssignmentLines();
    const nothing = given({ variant: null, reason: 'FALLTHROUGH' });
    const both = [given(), nothing, given({ unit: 'user-2' })];
    for (let again = 0; again < 2; again += 1) {
      expect(parsed(lines.of(both, context()))).toMatchObject([
        { variant: 'green', reason: 'MATCH', log_id: 'log-1-0' },
        { variant: null, reason: 'FALLTHROUGH', log_id: 'log-1-1' },
        { variant: 'green', unit: 'user-2', log_id: 'log-1-2' },
      ]);
    }
    const other = context({ credential: credential('one', 'other') });
    expect(parsed(lines.of([given()], other))).toMatchObject([
      { client: 'other', variant: 'green' },
    ]);
  });

  it('keeps any text of a unit on one line that every reader accepts', () => {
    const unit = 'a"b\\c\nd\u2028e\ud800f';
    const [line = ''] = new AssignmentLines().of([given({ unit })], context());
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({ unit: unit.toWellFormed() });
  });

  it('takes the instant of use and the log id of the client, if any', () => {
    const lines = new AssignmentLines();
    const appliedAt = new Date('2026-02-28T23:59:59.999Z');
    const told = context({ logIdOf: ({ record }) => `"${record.unit}"` });
    const records = lines.of([given({ appliedAt }), given()], told);
    expect(parsed(records)).toMatchObject([
      { assigned_at: '2026-02-28T23:59:59.999Z', log_id: '"user-1"' },
      { assigned_at: '2026-03-01T12:00:00.000Z', id_origin: 'client' },
    ]);
  });
});
