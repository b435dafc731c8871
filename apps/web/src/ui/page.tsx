import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';

interface Place {
  text: string;
  href: string;
}

interface PageProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** The screens above this one, outermost first. */
  above?: Place[];
  children: ReactNode;
}

/** A screen: where it is, its one question as heading, its primary action, its content; the document's title says where one is. */
export function Page({ title, description, actions, above = [], children }: PageProps) {
  useTitle(title);
  return (
    <ContentLayout
      breadcrumbs={above.length > 0 && <Breadcrumbs items={[...above, { text: title, href: '#' }]} />}
      header={
        <Header variant="h1" description={description} actions={actions}>
          {title}
        </Header>
      }
    >
      {children}
    </ContentLayout>
  );
}

function Breadcrumbs({ items }: { items: Place[] }) {
  const router = useRouter();
  return (
    <BreadcrumbGroup
      ariaLabel="Where this is"
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        if (event.detail.href !== '#') void router.navigate({ href: event.detail.href });
      }}
    />
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Rolewright`;
  }, [title]);
}
