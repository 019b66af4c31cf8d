import { describe, expect, it } from 'vitest';
import { AssignmentLedger } from './assignment-ledger';
import type { ExpectedRecord } from './soak-oracle';

const record = (change: Partial<ExpectedRecord> = {}): ExpectedRecord => ({
  unit: 'unit-1',
  selector: 'targeting_key',
  flag: 'checkout',
  rule: 'split',
  segment: 'some',
  assignmentId: 'to-blue',
  variant: 'blue',
  reason: 'MATCH',
  ...change,
});

const logsEach = { dedupeSeconds: 0, sentMs: 1_000_000, answeredMs: 1_000_010 };
const leavesOut = { ...logsEach, dedupeSeconds: 20 };

const row = (change: Partial<ReturnType<typeof record>> = {}) => ({
  ...record(change),
  resolveId: 'made-by-the-edge',
  assignedMs: 1_000_005,
});

describe('AssignmentLedger', () => {
  it('is content when every acknowledged assignment is there once', () => {
    const ledger = new AssignmentLedger();
    ledger.answered([record()], logsEach);
    expect(ledger.row(row())).toBeNull();
    expect(ledger.problems()).toEqual([]);
  });

  it('tells of one that is lost', () => {
    const ledger = new AssignmentLedger();
    ledger.answered([record()], logsEach);
    ledger.answered([record()], logsEach);
    ledger.row(row());
    expect(ledger.problems()).toEqual([expect.stringMatching(/^lost: /)]);
  });

  it('tells of one that is doubled', () => {
    const ledger = new AssignmentLedger();
    ledger.answered([record()], logsEach);
    ledger.row(row());
    ledger.row(row());
    expect(ledger.problems()).toEqual([expect.stringMatching(/^doubled: /)]);
  });

  it.each<Partial<ExpectedRecord>>([
    { variant: 'green' },
    { unit: 'unit-2' },
    { rule: 'other' },
    { assignmentId: 'to-green' },
  ])('tells of a row that nobody can have caused: %o', change => {
    const ledger = new AssignmentLedger();
    ledger.answered([record()], logsEach);
    expect(ledger.row(row(change))).toMatch(/no state gives/);
  });

  it('allows a request without an answer to be in the lake or not', () => {
    for (const rows of [0, 1]) {
      const ledger = new AssignmentLedger();
      ledger.unanswered([record()]);
      for (let count = 0; count < rows; count += 1) ledger.row(row());
      expect(ledger.problems()).toEqual([]);
    }
  });

  it('wants an applied resolve once, however often it was applied', () => {
    const ledger = new AssignmentLedger();
    ledger.resolved('resolve-1', [record(), record({ flag: 'banner' })]);
    ledger.applied('resolve-1', [record()], logsEach);
    ledger.applied('resolve-1', [record()], logsEach);
    const applied = { ...row(), resolveId: 'resolve-1' };
    expect(ledger.problems()).toEqual([expect.stringMatching(/^lost: /)]);
    ledger.row(applied);
    expect(ledger.problems()).toEqual([]);
    ledger.row(applied);
    expect(ledger.problems()).toEqual([expect.stringMatching(/^doubled: /)]);
  });

  it('wants the first of repeats within the window, from any request', () => {
    const inWindow = new AssignmentLedger();
    inWindow.answered([record()], leavesOut);
    inWindow.answered([record()], { ...leavesOut, sentMs: 1_015_000 });
    inWindow.row(row());
    expect(inWindow.problems()).toEqual([]);

    const tooOld = new AssignmentLedger();
    tooOld.answered([record()], { ...leavesOut, sentMs: 1_040_000 });
    tooOld.row(row());
    expect(tooOld.problems()).toEqual([expect.stringMatching(/^lost: /)]);
  });
});
