import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../shared/query-states.tsx';

/** Keeps a defect of one page from blanking the whole screen; navigation goes on and the page can be opened anew. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? (
      <BrokenPage onRetry={() => this.setState({ isBroken: false })} />
    ) : (
      this.props.children
    );
  }
}

function BrokenPage({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconAlertTriangle}
      title={t('common.pageBroken')}
      hint={t('common.pageBrokenHint')}
      action={
        <Button size="xs" variant="light" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      }
    />
  );
}
