import { plantedExperiments } from '@etude/demo';
import type { Page } from 'playwright-core';
import type { ScreenContent } from './screen-content';
import type { System } from './system';

/** What a person sees at one address, once it is opened. */
export type Screen = {
  readonly name: string;
  readonly path: string;
  /** Words that are there once the screen shows what it is for. */
  readonly shows: string | RegExp;
  /** Opens what is hidden at first. */
  readonly open?: (page: Page) => Promise<void>;
  /** Etude where nothing is said. */
  readonly by?: 'Backstage' | 'Etude below a header of Backstage';
  /** What the console says where a refusal is what the screen is about. */
  readonly refusal?: RegExp;
};

type Shown = Pick<System, 'liveExperimentId' | 'liveFlagId'>;

const endedId =
  plantedExperiments.find(({ expected }) => expected.class === 'win')?.id ?? '';

const button = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
};

const testAContext = async (page: Page) => {
  await page
    .getByRole('textbox', { name: /^Context/ })
    .fill('{"targeting_key": "reader-1", "country": "SE"}');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('list', { name: 'Rules in order' }).waitFor();
};

const screensOfThePortal = (system: Shown): Screen[] => [
  { name: 'flag-live', path: `/flags/${system.liveFlagId}`, shows: /spacious/ },
  {
    name: 'flag-missing',
    path: '/flags/no-such-flag',
    shows: 'is not there',
    refusal: /404 .*no-such-flag/,
  },
  { name: 'home', path: '/', shows: 'What you own' },
  {
    name: 'catalog',
    path: '/catalog',
    shows: 'Checkout service',
    by: 'Backstage',
  },
  {
    name: 'component',
    path: '/catalog/default/component/storefront-web',
    shows: 'A calmer book page',
    by: 'Backstage',
  },
  { name: 'experiments', path: '/experiments', shows: 'A calmer book page' },
  {
    name: 'experiment',
    path: `/experiments/${endedId}?tab=results`,
    shows: 'Purchase rate',
  },
  {
    name: 'experiment-live',
    path: `/experiments/${system.liveExperimentId}?tab=live`,
    shows: 'Sample ratio',
  },
  { name: 'experiment-new', path: '/experiments/new', shows: 'Units needed' },
  { name: 'learning', path: '/learning', shows: 'Learning rate' },
  {
    name: 'entity-flags',
    path: '/catalog/default/component/storefront-web/flags',
    shows: 'book-page-layout',
    by: 'Etude below a header of Backstage',
  },
  { name: 'nowhere', path: '/nowhere', shows: 'There is no page here' },
];

const screensOfMetrics = ({ relationId }: ScreenContent): Screen[] => [
  { name: 'metrics', path: '/metrics', shows: 'Purchase rate' },
  { name: 'metric', path: '/metrics/purchase-rate', shows: 'Purchase rate' },
  { name: 'metric-new', path: '/metrics/new', shows: 'New metric' },
  {
    name: 'metric-lineage',
    path: '/metrics/purchase-rate?tab=lineage',
    shows: /^Show all \d+ experiments$/,
  },
  {
    name: 'metric-effects',
    path: '/metrics/purchase-rate?tab=effects',
    shows: /^Right is better/,
  },
  {
    name: 'metric-sql',
    path: '/metrics/purchase-rate?tab=sql',
    shows: /in the SQL of DuckDB/,
  },
  {
    name: 'metrics-entities',
    path: '/metrics?tab=entities',
    shows: new RegExp(`changes of ${relationId} lead`),
  },
  {
    name: 'metrics-events',
    path: '/metrics?tab=events',
    shows: 'No events are defined yet',
  },
  {
    name: 'event-new',
    path: '/metrics/new/event',
    shows: 'New event definition',
  },
  {
    name: 'event-new-refused',
    path: '/metrics/new/event',
    shows: 'New event definition',
    open: button('Create event definition'),
  },
  {
    name: 'fact-table-edit',
    path: '/metrics/fact-tables/shop-events?mode=edit',
    shows: 'received_at',
  },
];

const listsOfFlags = ({ segmentId }: ScreenContent): Screen[] => [
  { name: 'flags', path: '/flags', shows: 'book-page-layout' },
  { name: 'flags-none', path: '/flags?q=zzz', shows: 'No flag matches' },
  { name: 'segments', path: '/flags?tab=segments', shows: segmentId },
  {
    name: 'segments-overlaps',
    path: '/flags?tab=segments',
    shows: segmentId,
    open: async page => {
      await page.getByText('Who overlaps whom').click();
      await page.getByRole('table').first().waitFor();
    },
  },
  { name: 'clients', path: '/flags?tab=clients', shows: 'storefront' },
  {
    name: 'client-new',
    path: '/flags?tab=clients',
    shows: 'storefront',
    open: button('New client'),
  },
  {
    name: 'credential-new',
    path: '/flags?tab=clients',
    shows: 'storefront',
    open: button(/credential/i),
  },
  { name: 'flag-new', path: '/flags/new', shows: 'Variant id' },
  {
    name: 'flag-new-refused',
    path: '/flags/new',
    shows: 'Variant id',
    open: button('Create flag'),
  },
];

const rulesOfAFlag = ({ flagId }: ScreenContent): Screen[] => [
  {
    name: 'flag-rules',
    path: `/flags/${flagId}`,
    shows: /^Sticky assignments in/,
  },
  {
    name: 'flag-rule-delete',
    path: `/flags/${flagId}`,
    shows: 'Early readers',
    open: button(/^Delete the rule/),
  },
  {
    name: 'flag-rule-edit',
    path: `/flags/${flagId}`,
    shows: 'Early readers',
    open: button(/^Edit the rule/),
  },
  {
    name: 'flag-rule-new',
    path: `/flags/${flagId}?rule=new`,
    shows: 'Create rule',
  },
  {
    name: 'flag-roll-out',
    path: `/flags/${flagId}`,
    shows: 'Early readers',
    open: button('Roll out a variant'),
  },
  {
    name: 'flag-switch-off',
    path: `/flags/${flagId}`,
    shows: 'Early readers',
    open: button('Switch off'),
  },
];

const tabsOfAFlag = ({ flagId }: ScreenContent): Screen[] => [
  {
    name: 'flag-variants',
    path: `/flags/${flagId}?tab=variants`,
    shows: 'precise',
  },
  {
    name: 'flag-variants-edit',
    path: `/flags/${flagId}?tab=variants`,
    shows: 'precise',
    open: button('Edit variants'),
  },
  {
    name: 'flag-test',
    path: `/flags/${flagId}?tab=test&context=${encodeURIComponent('{"targeting_key": "reader-1", "country": "SE"}')}`,
    shows: 'Test',
    open: testAContext,
  },
  {
    name: 'flag-clients',
    path: `/flags/${flagId}?tab=clients`,
    shows: 'storefront',
  },
  {
    name: 'flag-releases',
    path: `/flags/${flagId}?tab=releases`,
    shows: 'Plan a stepped release',
  },
  {
    name: 'flag-release-plan',
    path: `/flags/${flagId}?tab=releases`,
    shows: 'Plan a stepped release',
    open: button('Plan a stepped release'),
  },
  {
    name: 'flag-requests',
    path: `/flags/${flagId}?tab=requests`,
    shows: 'The launch is today',
  },
  {
    name: 'flag-history',
    path: `/flags/${flagId}?tab=history`,
    shows: '1. Created',
  },
  {
    name: 'flag-settings',
    path: `/flags/${flagId}?tab=settings`,
    shows: 'Save serving',
  },
];

const screensOfASegment = ({ segmentId }: ScreenContent): Screen[] => [
  {
    name: 'segment',
    path: `/flags/segments/${segmentId}`,
    shows: 'Edit segment',
  },
  {
    name: 'segment-history',
    path: `/flags/segments/${segmentId}?tab=history`,
    shows: /created/i,
  },
  {
    name: 'segment-edit',
    path: `/flags/segments/${segmentId}?edit=yes`,
    shows: 'Save segment',
  },
  {
    name: 'segment-new',
    path: '/flags/segments/new',
    shows: 'Create segment',
  },
];

/** Every screen that people open, with what `makeScreenContent` made. */
export const screensOf = (
  system: Shown,
  content: ScreenContent,
): readonly Screen[] => [
  ...screensOfThePortal(system),
  ...screensOfMetrics(content),
  ...listsOfFlags(content),
  ...rulesOfAFlag(content),
  ...tabsOfAFlag(content),
  ...screensOfASegment(content),
];
