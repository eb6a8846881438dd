// Carries the city's own drawing (districts, water, roads, landmarks) into the built site as plain
// files under basemap/, where another city can replace them. Knows file names, not their content.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const FILES = ['districts.geojson', 'water.geojson', 'roads.geojson', 'gazetteer.json', 'NOTICE'];

export function basemap(folder: string): Plugin {
  return {
    name: 'onelot-basemap',
    generateBundle() {
      for (const name of FILES) {
        this.emitFile({
          type: 'asset',
          fileName: `basemap/${name}`,
          source: readFileSync(join(folder, name)),
        });
      }
    },
    configureServer(server) {
      server.middlewares.use('/basemap', (request, response, next) => {
        const name = FILES.find((known) => request.url === `/${known}`);
        if (!name) return next();
        response.setHeader('content-type', 'application/json');
        response.end(readFileSync(join(folder, name)));
      });
    },
  };
}
