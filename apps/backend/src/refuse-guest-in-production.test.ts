import { mockServices } from '@backstage/backend-test-utils';
import { refuseGuestInProduction } from './refuse-guest-in-production';

const withAuth = (auth: { environment?: string; providers?: object }) =>
  mockServices.rootConfig({ data: { auth } });

describe('refuseGuestInProduction', () => {
  it.each([
    ['NODE_ENV', withAuth({ providers: { guest: {} } }), 'production'],
    [
      'auth.environment',
      withAuth({ environment: 'production', providers: { guest: {} } }),
      'development',
    ],
  ])('refuses guests when %s says production', (_name, config, env) => {
    expect(() => refuseGuestInProduction(config, env)).toThrow(
      expect.objectContaining({ code: 'ETUDE_GUEST_IN_PRODUCTION' }),
    );
  });

  it('lets a demo with guests and a production without them start', () => {
    refuseGuestInProduction(
      withAuth({ environment: 'demo', providers: { guest: {} } }),
      'development',
    );
    refuseGuestInProduction(
      withAuth({ environment: 'production', providers: { github: {} } }),
      'production',
    );
  });
});
