import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/api.ts';
import { LanguageSwitch } from '../../shared/language-switch.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useLogin } from './session.queries.ts';
import { SingleSignOn } from './single-sign-on.tsx';

export function LoginPage() {
  const { t } = useTranslation();
  const login = useLogin();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const isAskedForCode = isProblem(login.error) && login.error.code === 'TC_CODE_REQUIRED';
  useEffect(() => {
    if (isAskedForCode) setNeedsCode(true);
  }, [isAskedForCode]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate({ username, password, ...(code.trim() === '' ? {} : { code: code.trim() }) });
  };
  return (
    <Center mih="100vh" p="md">
      <Paper component="form" onSubmit={submit} withBorder p="xl" w={380} bg="dark.6" radius="md">
        <Stack>
          <Stack gap={2} align="center">
            <img src="/favicon.svg" alt="" width={52} height={52} />
            <Title order={1} size="h3" mt="xs">
              {t('app.name')}
            </Title>
            <Text size="sm" c="dimmed" ta="center">
              {t('app.tagline')}
            </Text>
          </Stack>
          <TextInput
            label={t('session.username')}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            autoComplete="username"
            name="username"
            required
            data-autofocus
            autoFocus
          />
          <PasswordInput
            label={t('session.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            name="password"
            required
          />
          {needsCode && (
            <TextInput
              label={t('factor.loginCode')}
              description={t('factor.anyCode')}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="one-time-code"
              name="code"
              maxLength={40}
              required
              autoFocus
            />
          )}
          {login.isError && (
            <Alert color={isAskedForCode ? 'signal' : 'red'} variant="light" role="alert">
              {errorText(login.error, t('common.offline'))}
            </Alert>
          )}
          <Button type="submit" loading={login.isPending}>
            {t('session.submit')}
          </Button>
          <SingleSignOn />
          <Center>
            <LanguageSwitch />
          </Center>
        </Stack>
      </Paper>
    </Center>
  );
}
