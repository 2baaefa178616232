/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['FARTHING_API'] ?? 'http://127.0.0.1:8080';

interface Info {
  readonly importedIds: readonly string[];
}
let reached: Set<string> | null = null;
/** What the first page needs is one file: else each lazy part takes what it shares into a file of its own. */
function first(id: string, graph: { getModuleInfo(id: string): Info | null }): string | null {
  if (!reached) {
    reached = new Set();
    const walk = (at: string) => {
      if (reached?.has(at)) return;
      reached?.add(at);
      for (const next of graph.getModuleInfo(at)?.importedIds ?? []) walk(next);
    };
    walk(fileURLToPath(new URL('src/main.tsx', import.meta.url)));
  }
  return reached.has(id) ? 'first' : null;
}

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5173, strictPort: true, proxy: { '/api': { target: api, changeOrigin: false } } },
  build: {
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'], // light-dark() and nesting stay as written
    assetsInlineLimit: 0, // no data: URLs, so img-src and font-src stay 'self'
    modulePreload: { polyfill: false },
    cssCodeSplit: false, // 7 KiB: one request is cheaper than six
    manifest: true,
    sourcemap: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: first, debugName: 'first' }] } } },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'happy-dom',
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
    pool: 'threads',
  },
});
