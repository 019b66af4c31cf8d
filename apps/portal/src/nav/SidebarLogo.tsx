import { Link, useSidebarOpenState } from '@backstage/core-components';

const Mark = () => (
  <svg viewBox="0 0 32 32" width={28} height={28} aria-hidden="true">
    <path
      d="M6 23h20M6 16h11M6 9h16"
      stroke="#8fd3c1"
      strokeWidth="2.75"
      strokeLinecap="round"
    />
    <circle cx="22" cy="16" r="3.25" fill="#f4b860" />
  </svg>
);

/** The mark, with the name beside it while the sidebar is open. */
export const SidebarLogo = () => {
  const { isOpen } = useSidebarOpenState();
  return (
    <Link
      to="/"
      underline="none"
      aria-label="Etude home"
      style={{
        display: 'flex',
        alignItems: 'center',
        gap: 12,
        minHeight: 72,
        paddingLeft: 22,
        color: '#fff',
        fontSize: 22,
        fontWeight: 600,
        letterSpacing: '0.01em',
      }}
    >
      <Mark />
      {isOpen && <span>Etude</span>}
    </Link>
  );
};
