// Builds the page into the folder that is named: node build.mjs OUT. One script, one style sheet,
// the fonts, and index.html; nothing of it is loaded from anywhere else.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const out = path.resolve(process.argv[2] ?? path.join(here, '../../build/web'));

await build({
  entryPoints: { app: path.join(here, 'src/main.jsx') },
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome123', 'firefox125', 'safari17.5'],
  jsx: 'automatic',
  assetNames: '[name]',
  loader: { '.woff2': 'file', '.woff': 'empty', '.svg': 'file', '.png': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});
for (const name of ['index.html', 'picture.svg']) {
  fs.copyFileSync(path.join(here, name), path.join(out, name));
}
