// Writes a .br and a .gz beside every text file of the build, so that serving costs no CPU.

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(m?js|css|html|json|geojson|svg)$/;
const SMALLEST_BYTES = 1024;

export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'onelot-precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      await Promise.all(names.filter((name) => TEXT.test(name)).map((name) => pack(folder, name)));
    },
  };
}

async function pack(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  const body = await readFile(path);
  if (body.length < SMALLEST_BYTES) return;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(body, quality));
  await writeFile(`${path}.gz`, await promisify(gzip)(body, { level: 9 }));
}
