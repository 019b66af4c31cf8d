import type { UnifiedThemeOptions } from '@backstage/theme';

type Components = NonNullable<UnifiedThemeOptions['components']>;

/**
 * Shapes of Material UI parts, brought near to Backstage UI: flat surfaces
 * with a border, sentence case, rows told apart by lines.
 */
export const components: Components = {
  MuiCssBaseline: {
    styleOverrides: { body: { fontVariantNumeric: 'tabular-nums' } },
  },
  MuiButton: {
    styleOverrides: {
      root: { textTransform: 'none', fontWeight: 600, borderRadius: 6 },
      contained: { boxShadow: 'none', '&:hover': { boxShadow: 'none' } },
    },
  },
  MuiPaper: {
    styleOverrides: {
      root: { backgroundImage: 'none' },
      rounded: { borderRadius: 8 },
      elevation1: ({ theme }) => ({
        boxShadow: 'none',
        border: `1px solid ${theme.palette.divider}`,
      }),
      elevation2: ({ theme }) => ({
        boxShadow: 'none',
        border: `1px solid ${theme.palette.divider}`,
      }),
    },
  },
  MuiTableRow: {
    styleOverrides: {
      root: ({ theme }) => ({
        borderBottom: `1px solid ${theme.palette.divider}`,
        '&:nth-of-type(odd)': { backgroundColor: 'transparent' },
      }),
      head: { '&:nth-of-type(odd)': { backgroundColor: 'transparent' } },
    },
  },
  MuiTableCell: {
    styleOverrides: {
      root: ({ theme }) => ({
        wordBreak: 'normal',
        overflowWrap: 'break-word',
        lineHeight: 1.4,
        padding: theme.spacing(1.5, 2),
      }),
    },
  },
  MuiTab: {
    styleOverrides: {
      root: ({ theme }) => ({
        color: theme.palette.text.secondary,
        letterSpacing: 'normal',
        textTransform: 'none',
        '&:hover': {
          color: theme.palette.text.primary,
          background: 'transparent',
        },
      }),
    },
  },
  MuiChip: {
    styleOverrides: {
      root: ({ theme }) => ({
        borderRadius: 6,
        margin: theme.spacing(0, 1, 1, 0),
        backgroundColor: theme.palette.divider,
        color: theme.palette.text.primary,
      }),
    },
  },
  MuiToggleButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        color: theme.palette.text.secondary,
        textTransform: 'none',
      }),
    },
  },
  BackstageHeader: {
    styleOverrides: {
      header: ({ theme }) => ({
        backgroundImage: 'none',
        backgroundColor: theme.palette.background.default,
        boxShadow: 'none',
        paddingBottom: theme.spacing(1),
      }),
      title: { fontSize: 24, fontWeight: 600 },
      type: { textTransform: 'none', fontSize: 12, opacity: 1 },
      subtitle: { opacity: 1 },
    },
  },
  BackstageHeaderTabs: {
    styleOverrides: {
      tabsWrapper: ({ theme }) => ({
        backgroundColor: theme.palette.background.default,
        borderBottom: `1px solid ${theme.palette.divider}`,
      }),
      defaultTab: {
        textTransform: 'none',
        fontSize: 14,
        letterSpacing: 'normal',
        padding: '12px 16px',
      },
    },
  },
  CatalogReactUserListPicker: {
    styleOverrides: {
      root: { backgroundColor: 'transparent', border: 'none' },
      title: { textTransform: 'none', marginLeft: 0 },
      groupWrapper: { marginLeft: 0, marginRight: 0 },
    },
  },
  BackstageSidebarItem: {
    styleOverrides: {
      root: { height: 42 },
      label: { fontWeight: 500, fontSize: 14 },
    },
  },
};
