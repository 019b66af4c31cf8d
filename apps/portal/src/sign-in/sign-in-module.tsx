import {
  coreComponentsTranslationRef,
  SignInPage,
} from '@backstage/core-components';
import {
  createFrontendModule,
  createTranslationMessages,
} from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  TranslationBlueprint,
} from '@backstage/plugin-app-react';

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => props => (
      <SignInPage
        {...props}
        title="Sign in"
        align="center"
        providers={['guest']}
      />
    ),
  },
});

const guestWords = TranslationBlueprint.make({
  name: 'guest-words',
  params: {
    resource: createTranslationMessages({
      ref: coreComponentsTranslationRef,
      messages: {
        'signIn.guestProvider.subtitle':
          'Look around as the demo user. There is nothing to sign up for.',
      },
    }),
  },
});

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage, guestWords],
});
