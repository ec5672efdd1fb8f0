import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.ts';

/** The way to the provider of single sign-on, where there is one, and what came of it. */
export function SingleSignOn() {
  const { t } = useTranslation();
  const ways = useQuery({
    queryKey: ['login-ways'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/session/ways', { signal })),
  });
  const name = ways.data?.oidc ?? null;
  if (name === null) return null;
  return (
    <>
      {new URLSearchParams(window.location.search).has('oidc') && (
        <Alert color="red" variant="light" role="alert">
          {t('sso.failed')}
        </Alert>
      )}
      <Button component="a" href="/api/v1/session/oidc" variant="default">
        {t('sso.with', { name })}
      </Button>
    </>
  );
}
