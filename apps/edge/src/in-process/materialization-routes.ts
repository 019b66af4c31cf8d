import { hasErrorCode } from '@etude/kernel';
import {
  MATERIALIZATIONS_UNAVAILABLE,
  materializationId,
  unitOfRecord,
} from '@etude/openfeature-provider';
import type {
  MaterializationKey,
  MaterializedUnits,
} from '@etude/openfeature-provider';
import type { MaterializationRecord } from '@etude/resolver';
import { z } from 'zod';
import type { EdgeTools } from '../edge-tools';
import { jsonResponse } from '../http-message';
import type { EdgeAnswer, EdgeRequest, EdgeResponse } from '../http-message';
import {
  materializationKeySchema,
  materializationWriteSchema,
} from '../materializations/materialization-names';
import { parseJsonBody } from '../parse-json-body';
import { identifiedServer } from './identified-server';

const MAX_ENTRIES = 1_000;

const readSchema = z.object({
  keys: z.array(materializationKeySchema).max(MAX_ENTRIES),
});

const writeSchema = z.object({
  writes: z
    .array(
      materializationWriteSchema.extend({ replaces: z.string().nullable() }),
    )
    .max(MAX_ENTRIES),
});

const bodyOf = <T>(
  { body }: EdgeRequest,
  schema: z.ZodType<T>,
): T | EdgeResponse => {
  const parsed = parseJsonBody(body);
  const read = schema.safeParse(parsed.ok ? parsed.value : null);
  if (read.success) return read.data;
  return jsonResponse(400, {
    code: 3,
    message: `The body cannot be read: ${z.prettifyError(read.error)}. Nothing was done.`,
  });
};

/** What is known of some units; those it does not have are unknown. */
const unitsOf = (
  keys: readonly MaterializationKey[],
  records: ReadonlyMap<string, MaterializationRecord | null>,
): MaterializedUnits => ({
  units: keys.flatMap(key => {
    const record = records.get(materializationId(key));
    return record ? [unitOfRecord(key, record)] : [];
  }),
  unknown: keys.filter(key => !records.has(materializationId(key))),
});

const whenKept = async (
  answer: () => Promise<MaterializedUnits>,
): Promise<EdgeResponse> => {
  try {
    return jsonResponse(200, await answer());
  } catch (error) {
    if (!hasErrorCode(error, MATERIALIZATIONS_UNAVAILABLE)) throw error;
    const message = 'Sticky assignments cannot be kept now. Send again later.';
    return jsonResponse(503, { code: 14, message }, { 'retry-after': '5' });
  }
};

/** `POST /v1/materializations:read` */
export const readMaterializations = (
  request: EdgeRequest,
  tools: EdgeTools,
): EdgeAnswer => {
  const known = identifiedServer(request, tools);
  if ('status' in known) return known;
  const body = bodyOf(request, readSchema);
  if ('status' in body) return body;
  const { keys } = body;
  return whenKept(async () =>
    unitsOf(keys, await tools.materializations.read(keys)),
  );
};

/** `POST /v1/materializations:write`; they are kept before the answer. */
export const writeMaterializations = (
  request: EdgeRequest,
  tools: EdgeTools,
): EdgeAnswer => {
  const known = identifiedServer(request, tools);
  if ('status' in known) return known;
  const body = bodyOf(request, writeSchema);
  if ('status' in body) return body;
  const { writes } = body;
  return whenKept(async () =>
    unitsOf(writes, await tools.materializations.write(writes)),
  );
};
