/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['FARTHING_API'] ?? 'http://127.0.0.1:8080';

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
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'happy-dom',
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
    pool: 'threads',
  },
});
