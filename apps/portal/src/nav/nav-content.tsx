import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import { NavContentBlueprint } from '@backstage/plugin-app-react';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import { SidebarSearchModal } from '@backstage/plugin-search';
import { UserSettingsSignInAvatar } from '@backstage/plugin-user-settings';
import { lazyPart } from '@etude/ui';
import MenuIcon from '@material-ui/icons/Menu';
import SearchIcon from '@material-ui/icons/Search';
import { SidebarLogo } from './SidebarLogo';

/** Pages in the order people need them; the rest follows by title. */
const ORDER = [
  'page:home',
  'page:catalog',
  'page:experiments',
  'page:flags',
  'page:metrics',
  'page:experiments/learning',
  'page:techdocs',
  'page:scaffolder',
];

/** Pages that have their own place, or are reached from others. */
const ELSEWHERE = [
  'page:search',
  'page:notifications',
  'page:user-settings',
  'page:catalog-graph',
];

const FoundList = lazyPart(async () => {
  const part = await import('./FoundList');
  return part.FoundList;
});

/** The sidebar: search on top, pages in order, people's things at the end. */
export const navContent = NavContentBlueprint.make({
  params: {
    component: ({ navItems }) => {
      const items = navItems.withComponent(item => (
        <SidebarItem icon={() => item.icon} to={item.href} text={item.title} />
      ));
      ELSEWHERE.forEach(id => items.take(id));
      return (
        <Sidebar>
          <SidebarLogo />
          <SidebarGroup label="Search" icon={<SearchIcon />} to="/search">
            <SidebarSearchModal
              resultItemComponents={found => <FoundList {...found} />}
            />
          </SidebarGroup>
          <SidebarDivider />
          <SidebarGroup label="Menu" icon={<MenuIcon />}>
            <SidebarScrollWrapper>
              {ORDER.map(id => (
                <div key={id}>{items.take(id)}</div>
              ))}
              <SidebarDivider />
              {items.rest({ sortBy: 'title' })}
            </SidebarScrollWrapper>
          </SidebarGroup>
          <SidebarSpace />
          <SidebarDivider />
          <NotificationsSidebarItem />
          <SidebarDivider />
          <SidebarGroup
            label="Settings"
            icon={<UserSettingsSignInAvatar />}
            to="/settings"
          >
            <SidebarItem
              icon={() => <UserSettingsSignInAvatar />}
              to="/settings"
              text="Settings"
            />
          </SidebarGroup>
        </Sidebar>
      );
    },
  },
});
