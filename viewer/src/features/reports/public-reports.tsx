import { Anchor, Box, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LanguageSwitch } from '../../shared/language-switch.tsx';
import { PublicReportForm } from './public-report-form.tsx';
import { PublicReportStatus } from './public-report-status.tsx';

/** The pages for citizens: nobody logs in, and nothing of the platform shows. */
export function PublicReports() {
  const { t } = useTranslation();
  const { '*': token = '' } = useParams();
  return (
    <Box component="main" style={{ height: '100%', overflow: 'auto' }}>
      <Group justify="space-between" px="md" py="sm" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Anchor component={Link} to="/report" underline="never" c="inherit">
          <Group gap="xs">
            <img src="/favicon.svg" alt="" width={28} height={28} />
            <Text fw={700}>{t('report.brand')}</Text>
          </Group>
        </Anchor>
        <LanguageSwitch />
      </Group>
      <Paper bg="dark.6" withBorder maw={640} mx="auto" my={{ base: 0, sm: 'lg' }} p={{ base: 'md', sm: 'xl' }}>
        {token === '' ? <PublicReportForm /> : <PublicReportStatus token={token} />}
      </Paper>
    </Box>
  );
}
