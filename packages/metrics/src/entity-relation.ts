import { z } from 'zod';

/**
 * How ids of one entity lead to ids of another: device to user, user to
 * household. The rows of `factTableId` name both. Each `from` belongs to one
 * `to` at most: to the only one that its rows name or, with `validFromColumn`,
 * to the one of its latest row at the time of a fact. Where rows disagree, or
 * name nobody, it belongs to none.
 */
export const entityRelationSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  owner: z.string().min(1),
  factTableId: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  validFromColumn: z.string().min(1).optional(),
});

export type EntityRelation = z.infer<typeof entityRelationSchema>;
