import { Skeleton, Switch, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { useRoleRules, useSetRoleRule } from './factor.queries.ts';

/** Which roles need a second factor. */
export function RoleRules() {
  const { t } = useTranslation();
  const rules = useRoleRules();
  const set = useSetRoleRule();
  return (
    <>
      <Text px="md" py="sm" size="xs" c="dimmed">
        {t('factor.rolesHint')}
      </Text>
      {rules.isPending && <Skeleton h={160} m="md" />}
      {rules.isError && rules.data === undefined && (
        <ErrorPanel error={rules.error} onRetry={() => void rules.refetch()} />
      )}
      {set.isError && <ErrorPanel error={set.error} />}
      {rules.data !== undefined && (
        <Table verticalSpacing="sm" horizontalSpacing="md" maw={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('users.role')}</Table.Th>
              <Table.Th w={200}>{t('factor.neededColumn')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rules.data.map(({ role, needsSecondFactor }) => (
              <Table.Tr key={role}>
                <Table.Td>{t(`session.roles.${role}`)}</Table.Td>
                <Table.Td>
                  <Switch
                    checked={needsSecondFactor}
                    aria-label={`${t('factor.neededColumn')}: ${t(`session.roles.${role}`)}`}
                    onChange={(event) => set.mutate({ role, needsSecondFactor: event.currentTarget.checked })}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}
