import { Badge } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFindings } from './findings.queries.ts';
import { SEVERITY_COLORS, worstOf } from './severity.ts';

/** How much is wrong with a camera and how gravely; asked once the place comes into view, for lists may be long. */
export function FindingBadge({ cameraId }: { readonly cameraId: string }) {
  const { t } = useTranslation();
  const { ref, inViewport } = useInViewport<HTMLSpanElement>();
  const findings = useFindings(cameraId, inViewport);
  const worst = worstOf(findings.data ?? []);
  const count = findings.data?.length ?? 0;
  return (
    <span ref={ref} style={{ display: 'inline-block', minWidth: 1, minHeight: 1 }}>
      {worst !== null && (
        <Badge
          component={Link}
          to={`/cameras/${cameraId}?side=findings`}
          variant="light"
          color={SEVERITY_COLORS[worst]}
          tt="none"
          leftSection={<IconAlertTriangle size={12} />}
          style={{ cursor: 'pointer' }}
          aria-label={`${t('findings.count', { count })}: ${t(`findings.severities.${worst}`)}`}
        >
          {t('findings.count', { count })}
        </Badge>
      )}
    </span>
  );
}
