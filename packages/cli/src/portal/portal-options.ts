import { EtudeError } from '@etude/kernel';
import type { Portal } from './call-portal';

/** The options of commands that call a portal. */
export const PORTAL_OPTIONS = {
  portal: { type: 'string' },
  token: { type: 'string' },
} as const;

/**
 * The portal that the options name, if they name one.
 *
 * @throws ETUDE_CLI_OPTION without a token.
 */
export const portalOf = (
  options: { readonly portal?: string; readonly token?: string },
  command: string,
): Portal | undefined => {
  if (options.portal === undefined) return undefined;
  const token = options.token ?? process.env['ETUDE_TOKEN'];
  if (token === undefined) {
    throw new EtudeError(
      `--portal needs --token, or ETUDE_TOKEN in the environment. See ./etude ${command} --help.`,
      { code: 'ETUDE_CLI_OPTION', kind: 'user' },
    );
  }
  return { url: options.portal, token };
};
