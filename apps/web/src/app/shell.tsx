import AppLayout from '@cloudscape-design/components/app-layout';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { helpFor } from './help.tsx';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { TopBar } from './top-bar.tsx';

/** The frame: top bar, side navigation, help, and the screen. */
export function Shell() {
  const { pathname } = useLocation();
  const [helpOpen, setHelpOpen] = useState(false);
  const [navigationOpen, setNavigationOpen] = useState(window.innerWidth > 1100);
  useSlashFocusesFilter();
  return (
    <>
      <a className="skip-link" href="#main-content">
        Skip to the content
      </a>
      <TopBar />
      <AppLayout
        headerSelector="#top-bar"
        navigation={<Navigation />}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        tools={helpFor(pathname)}
        toolsOpen={helpOpen}
        onToolsChange={({ detail }) => setHelpOpen(detail.open)}
        ariaLabels={{
          navigation: 'Side navigation',
          navigationClose: 'Close side navigation',
          navigationToggle: 'Open side navigation',
          notifications: 'Notifications',
          tools: 'Help panel',
          toolsClose: 'Close help panel',
          toolsToggle: 'Open help panel',
        }}
        content={
          <div id="main-content" tabIndex={-1}>
            <Notices />
            <Outlet />
          </div>
        }
      />
    </>
  );
}

/** `/` puts the cursor into the screen's filter, unless one is typing already. */
function useSlashFocusesFilter(): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== '/' || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable) return;
      const filter = document.querySelector<HTMLInputElement>('#main-content input[type="text"], #main-content input[type="search"]');
      if (!filter) return;
      event.preventDefault();
      filter.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
}
