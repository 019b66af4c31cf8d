import { materializationId, variantIn } from '@etude/openfeature-provider';
import type { MaterializationKey } from '@etude/openfeature-provider';
import type { MaterializationWrite } from '@etude/resolver';
import { keepMaterializations } from '../materializations/keep-materializations';
import { materializationWriteSchema } from '../materializations/materialization-names';
import { isJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import { messagesIn, textIn } from './proto/decoded-message';
import { wireMessage } from './proto/wire-types';
import { refuse, whenStoreAnswers } from './wire-result';
import type { WireResult } from './wire-result';
import { openServerSession } from './wire-session';
import type { WireDeps } from './wire-session';

const PACKAGE = 'confidence.flags.resolver.v1';
const readRequest = wireMessage(`${PACKAGE}.ReadOperationsRequest`);
const readResult = wireMessage(`${PACKAGE}.ReadOperationsResult`);
const writeRequest = wireMessage(`${PACKAGE}.WriteOperationsRequest`);

type ReadOperation = MaterializationKey & {
  /** null asks whether the unit is in the materialization at all. */
  readonly rule: string | null;
};

const operationOf = (message: JsonBody): ReadOperation | null => {
  const { variantReadOp: variant, inclusionReadOp: inclusion } = message;
  const operation = isJsonBody(variant) ? variant : inclusion;
  if (!isJsonBody(operation)) return null;
  return {
    unit: textIn(operation, 'unit'),
    materialization: textIn(operation, 'materialization'),
    rule: isJsonBody(variant) ? textIn(variant, 'rule') : null,
  };
};

/** A materialization request, in protobuf. */
export type MaterializationInput = {
  readonly secret: string | null;
  readonly bytes: Uint8Array;
};

const SILENT = refuse(
  'unavailable',
  'The store of sticky assignments does not answer now. Send again later.',
);

/** Answers a `ReadOperationsRequest` with a `ReadOperationsResult`. */
export const readMaterialized = async (
  deps: WireDeps,
  { secret, bytes }: MaterializationInput,
): Promise<WireResult<Buffer>> => {
  const session = openServerSession(deps, secret);
  if (!session.ok) return session;
  const decoded = readRequest.decode(bytes);
  if (!decoded.ok) {
    return refuse('invalidArgument', decoded.problems[0]?.message ?? '');
  }
  const operations = messagesIn(decoded.value, 'ops').flatMap(
    message => operationOf(message) ?? [],
  );
  const found = await whenStoreAnswers(() =>
    deps.materializations.read(operations),
  );
  if (!found.ok) return found;
  if (!operations.every(key => found.value.has(materializationId(key)))) {
    return SILENT;
  }
  const results = operations.map(({ rule, ...key }) => {
    const record = found.value.get(materializationId(key));
    return rule === null
      ? { inclusionResult: { ...key, isIncluded: record?.included === true } }
      : {
          variantResult: {
            ...key,
            rule,
            variant: variantIn(record, rule) ?? '',
          },
        };
  });
  return { ok: true, value: readResult.encode({ results }) };
};

const writeOf = (message: JsonBody): MaterializationWrite => ({
  unit: textIn(message, 'unit'),
  materialization: textIn(message, 'materialization'),
  rule: textIn(message, 'rule'),
  variant: textIn(message, 'variant'),
});

/** Keeps what a `WriteOperationsRequest` says, before it answers. */
export const writeMaterialized = async (
  deps: WireDeps,
  { secret, bytes }: MaterializationInput,
): Promise<WireResult<unknown>> => {
  const session = openServerSession(deps, secret);
  if (!session.ok) return session;
  const decoded = writeRequest.decode(bytes);
  if (!decoded.ok) {
    return refuse('invalidArgument', decoded.problems[0]?.message ?? '');
  }
  // The published local resolver also writes for rules that only read, to a
  // materialization without a name.
  const writes = messagesIn(decoded.value, 'storeVariantOp')
    .map(writeOf)
    .filter(({ materialization }) => materialization !== '');
  const wrong = writes.findIndex(
    write => !materializationWriteSchema.safeParse(write).success,
  );
  if (wrong !== -1) {
    return refuse(
      'invalidArgument',
      `storeVariantOp ${wrong} has an empty or too long field. Nothing was kept.`,
    );
  }
  const { document } = session.value.state;
  return whenStoreAnswers(() =>
    keepMaterializations(writes, document, deps.materializations),
  );
};
