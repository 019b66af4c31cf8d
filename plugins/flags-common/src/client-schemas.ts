import { clientSchema, credentialSchema, flagObjectSchema } from '@etude/flags';
import { z } from 'zod';

/** Parses a full catalog reference such as `group:default/checkout`. */
export const entityRefSchema = flagObjectSchema.shape.owner;

/** A credential as people see it: neither the secret nor its hash. */
export const credentialRecordSchema = credentialSchema
  .omit({ secretHash: true })
  .extend({
    /** ISO 8601 of the time it stops working by itself, or null. */
    expiresAt: z.string().nullable(),
    createdAt: z.string(),
    createdBy: z.string(),
  });

export type CredentialRecord = z.infer<typeof credentialRecordSchema>;

/** A client as the API answers it. */
export const clientRecordSchema = clientSchema.extend({
  owner: entityRefSchema,
  credentials: z.array(credentialRecordSchema),
  createdAt: z.string(),
  createdBy: z.string(),
});

export type ClientRecord = z.infer<typeof clientRecordSchema>;

/** What `POST /clients` takes. */
export const createClientSchema = z.strictObject({
  id: clientSchema.shape.id,
  displayName: z.string().min(1),
  owner: entityRefSchema,
});

export type CreateClient = z.input<typeof createClientSchema>;

/** What `POST /clients/{id}/credentials` takes. */
export const createCredentialSchema = z.strictObject({
  name: z.string().min(1),
  kind: credentialSchema.shape.kind.default('server'),
  /** Empty means: only rules that apply everywhere. */
  environments: z.array(z.string().min(1)).default([]),
});

export type CreateCredential = z.input<typeof createCredentialSchema>;

/** What `POST /clients/{id}/credentials/{cid}/rotate` takes. */
export const rotateCredentialSchema = z.strictObject({
  /** How long the old secret goes on working beside the new one. */
  overlapHours: z.number().min(0).max(720),
});

export type RotateCredential = z.infer<typeof rotateCredentialSchema>;

/** A new credential; this answer is the only place its secret ever is. */
export const issuedCredentialSchema = z.object({
  credential: credentialRecordSchema,
  secret: z.string(),
});

export type IssuedCredential = z.infer<typeof issuedCredentialSchema>;

/** Answer of `GET /clients`. */
export const clientListSchema = z.object({
  items: z.array(clientRecordSchema),
});
