import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Route, Routes } from 'react-router';
import { ApiError } from './api/client';
import '../tokens.css';
import './styles/base.css';
import { Shell } from './app/shell';
import { Overview } from './pages/overview';
import { PageHead } from './ui/page-head';
import { Skeleton } from './ui/states';
import { applyTheme } from './ui/theme';

applyTheme();
// after an upgrade of the binary the old hashed chunks are gone: load the page again, but not in a circle, and not while
// nothing answers, or the browser's own error would take its place
window.addEventListener('vite:preloadError', () => {
  if (Date.now() - Number(sessionStorage.getItem('reloaded')) < 10_000) return;
  void fetch('/', { cache: 'no-store' }).then(
    () => {
      sessionStorage.setItem('reloaded', String(Date.now()));
      window.location.reload();
    },
    () => undefined, // the page says that a part could not be loaded
  );
});

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      retry: (n, error) => n < 2 && error instanceof ApiError && (error.status === null || error.status >= 500),
      retryDelay: (n) => 300 * 2 ** n,
    },
  },
});

const Explore = lazy(() => import('./pages/explore'));
const Workloads = lazy(() => import('./pages/workloads'));
const Efficiency = lazy(() => import('./pages/efficiency'));
const GpuFleet = lazy(() => import('./pages/gpu'));
const TrainingRuns = lazy(() => import('./pages/training'));
const Inference = lazy(() => import('./pages/inference'));
const Changes = lazy(() => import('./pages/changes'));
const Reconciliation = lazy(() => import('./pages/reconciliation'));

const later = (page: ReactNode) => <Suspense fallback={<Skeleton height={400} />}>{page}</Suspense>;

const root = document.getElementById('root');
if (!root) throw new Error('no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <BrowserRouter>
        <Routes>
          <Route element={<Shell />}>
            <Route index element={<Overview />} />
            <Route path="explore" element={later(<Explore />)} />
            <Route path="workloads" element={later(<Workloads />)} />
            <Route path="efficiency" element={later(<Efficiency />)} />
            <Route path="gpu" element={later(<GpuFleet />)} />
            <Route path="training" element={later(<TrainingRuns />)} />
            <Route path="inference" element={later(<Inference />)} />
            <Route path="changes" element={later(<Changes />)} />
            <Route path="reconciliation" element={later(<Reconciliation />)} />
            <Route path="*" element={<PageHead title="There is no such page" sub="Pages are in the menu." />} />
          </Route>
        </Routes>
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
