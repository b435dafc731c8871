import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// No inline script or style leaves this build: the API serves it under a content security policy without unsafe-inline.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500 },
  server: { proxy: { '/api': 'http://127.0.0.1:4600' } },
});
