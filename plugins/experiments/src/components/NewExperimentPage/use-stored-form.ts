import { useCallback, useEffect, useState } from 'react';
import type { PlanForm } from './plan-form';

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

// Written by this form only, though perhaps before it had all its fields.
const isPartOfForm = (value: unknown): value is Partial<PlanForm> =>
  typeof value === 'object' && value !== null && 'metrics' in value;

/** What was typed last time; a field that is newer starts as in `initial`. */
const read = (storageKey: string, initial: PlanForm): PlanForm | undefined => {
  const stored = parseJson(window.sessionStorage.getItem(storageKey) ?? '');
  return isPartOfForm(stored) ? { ...initial, ...stored } : undefined;
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
  const [form, setForm] = useState(() => read(storageKey, initial) ?? initial);
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
