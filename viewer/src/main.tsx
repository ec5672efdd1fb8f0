import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import 'dayjs/locale/vi';
import './app/global.css';
import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { isProblem } from './api/api.ts';
import { App } from './app/app.tsx';
import { theme } from './app/theme.ts';
import { startI18n } from './i18n/i18n.ts';

const queries: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal will not change by asking again; everything else may pass.
      retry: (count, error) => (isProblem(error) && error.status < 500 ? false : count < 3),
      refetchOnWindowFocus: true,
    },
  },
});

queries.getQueryCache().subscribe(({ type, query }) => {
  if (type === 'updated' && query.state.status === 'error' && isProblem(query.state.error, 401)) {
    queries.setQueryData(['session'], null);
  }
});

await startI18n();

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} forceColorScheme="dark">
        <Notifications position="bottom-right" />
        <QueryClientProvider client={queries}>
          <DatesProvider settings={{ locale: 'vi', firstDayOfWeek: 1 }}>
            <BrowserRouter>
              <App />
            </BrowserRouter>
          </DatesProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
