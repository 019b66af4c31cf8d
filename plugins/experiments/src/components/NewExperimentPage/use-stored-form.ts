import { useCallback, useEffect, useState } from 'react';
import { EMPTY_FORM } from './plan-form';
import type { PlanForm } from './plan-form';

const KEYS = Object.keys(EMPTY_FORM);

// Written by this form only; one of another version lacks fields and is left.
const isPlanForm = (value: unknown): value is PlanForm =>
  typeof value === 'object' &&
  value !== null &&
  KEYS.every(key => key in value);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const read = (storageKey: string): PlanForm | undefined => {
  const stored = parseJson(window.sessionStorage.getItem(storageKey) ?? '');
  return isPlanForm(stored) ? stored : undefined;
};

export type StoredForm = {
  readonly form: PlanForm;
  readonly change: (changes: Partial<PlanForm>) => void;
  /** Forgets what is stored, once it is saved elsewhere. */
  readonly forget: () => void;
};

/** A form that survives a reload of the page, until it is forgotten. */
export const useStoredForm = (
  storageKey: string,
  initial: PlanForm,
): StoredForm => {
  const [form, setForm] = useState(() => read(storageKey) ?? initial);
  const [isDirty, setIsDirty] = useState(false);
  useEffect(() => {
    if (isDirty) {
      window.sessionStorage.setItem(storageKey, JSON.stringify(form));
    }
  }, [storageKey, form, isDirty]);
  const change = useCallback((changes: Partial<PlanForm>) => {
    setIsDirty(true);
    setForm(current => ({ ...current, ...changes }));
  }, []);
  const forget = useCallback(
    () => window.sessionStorage.removeItem(storageKey),
    [storageKey],
  );
  return { form, change, forget };
};
