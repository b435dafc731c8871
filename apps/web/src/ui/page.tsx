import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { type ReactNode, useEffect } from 'react';

interface PageProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  counter?: string;
  children: ReactNode;
}

/** A screen: its one question as heading, its primary action, its content; the document's title says where one is. */
export function Page({ title, description, actions, counter, children }: PageProps) {
  useTitle(title);
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={description} actions={actions} counter={counter}>
          {title}
        </Header>
      }
    >
      {children}
    </ContentLayout>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Rolewright`;
  }, [title]);
}
