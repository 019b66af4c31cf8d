import { z } from 'zod';

const amountSchema = z.object({ limit: z.number(), used: z.number() });

/**
 * What a team may use of the warehouses in a period, and what its runs used.
 * `bytes` and `seconds` (of warehouse time) are null where they have no limit;
 * instants are ISO 8601, UTC. `contact` is whom to ask for more.
 */
export const budgetUseSchema = z.object({
  owner: z.string(),
  per: z.enum(['day', 'month']),
  since: z.string(),
  resetsAt: z.string(),
  bytes: amountSchema.nullable(),
  seconds: amountSchema.nullable(),
  contact: z.string().nullable(),
});
export type BudgetUse = z.infer<typeof budgetUseSchema>;

/** Budgets of the teams that have one and of those that used something. */
export const budgetListSchema = z.object({
  budgets: z.array(budgetUseSchema),
});
