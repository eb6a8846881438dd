// Build settings: one HTML entry per page, output beside the Python package that serves it.

import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { basemap } from './build/basemap.ts';
import { precompress } from './build/precompress.ts';

const here = import.meta.dirname;
const city = process.env['ONELOT_DEV_URL'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: './', // the platform may live below a prefix
  build: {
    outDir: resolve(here, '../static'),
    emptyOutDir: true,
    license: { fileName: 'LICENSES.md' }, // of what is bundled
    target: 'es2022',
    chunkSizeWarningLimit: 1200, // MapLibre, loaded after the list
    rolldownOptions: {
      input: {
        driver: resolve(here, 'index.html'),
        planner: resolve(here, 'planner.html'),
        operator: resolve(here, 'operator.html'),
      },
    },
  },
  plugins: [basemap(resolve(here, '../../simulator/jinan')), precompress()],
  server: {
    proxy: { '/v1': { target: city, ws: true }, '/status': city, '/docs': city },
  },
  test: { include: ['src/**/*.test.ts'] },
});
