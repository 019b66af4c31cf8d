/** What is used of the platform: one character for each byte. */
declare const atob: (text: string) => string;

/** The bytes of standard base64 `text`. Throws when it is none. */
export const decodeBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), character => character.charCodeAt(0));
