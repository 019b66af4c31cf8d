import { isJsonBody } from '../parse-json-body';

/** What the parser of a published SDK cannot take. */
export type SdkProfile =
  /** Takes everything the protocol allows. */
  | 'full'
  /** Kotlin: a list schema or a newer reason loses the whole response. */
  | 'android'
  /** Swift: list schemas fail to decode, and every flag read is applied. */
  | 'swift'
  /** JavaScript 0.0.x: a list schema throws. */
  | 'javascriptLegacy';

/** By name and by number of the protocol's enum `SdkId`. */
const PROFILES: ReadonlyMap<string | number, SdkProfile> = new Map<
  string | number,
  SdkProfile
>([
  ['SDK_ID_KOTLIN_PROVIDER', 'android'],
  [2, 'android'],
  ['SDK_ID_KOTLIN_CONFIDENCE', 'android'],
  [11, 'android'],
  ['SDK_ID_FLUTTER_ANDROID_CONFIDENCE', 'android'],
  [18, 'android'],
  ['SDK_ID_SWIFT_PROVIDER', 'swift'],
  [3, 'swift'],
  ['SDK_ID_SWIFT_CONFIDENCE', 'swift'],
  [12, 'swift'],
  ['SDK_ID_FLUTTER_IOS_CONFIDENCE', 'swift'],
  [17, 'swift'],
]);

/** The profile of an SDK id, a name or a number; unknown ids take everything. */
export const profileOfSdkId = (id: unknown): SdkProfile =>
  (typeof id === 'string' || typeof id === 'number'
    ? PROFILES.get(id)
    : undefined) ?? 'full';

/**
 * The profile of a JSON request. JavaScript 0.0.x names no SDK; it is the only
 * one that lets fetch call a JSON body text/plain.
 */
export const profileOfRequest = (
  sdk: unknown,
  contentType: string | undefined,
): SdkProfile => {
  if (isJsonBody(sdk)) return profileOfSdkId(sdk['id']);
  return contentType?.startsWith('text/plain') === true
    ? 'javascriptLegacy'
    : 'full';
};

/** True for SDKs that fail on a schema with a list in it. */
export const refusesLists = (profile: SdkProfile): boolean =>
  profile !== 'full';
