/**
 * Builds the style sheets and behaviours of Linli's pages into the site's static folder.
 * Addresses stay relative, so the pages work under any STATIC_URL; Django reads the
 * names from manifest.json.
 */
import { promises as files } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { build, defineConfig } from 'vite'
import { webForms } from './fieldapp/web-forms/plugin.js'

export const browsers = ['chrome111', 'edge111', 'firefox113', 'safari16.4']

/** Write a .gz beside each script and style sheet; the server sends it to browsers that take it. */
function compressed() {
  return {
    name: 'compressed',
    async writeBundle({ dir }, bundle) {
      const names = Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name))
      await Promise.all(names.map((name) => compress(path.join(dir, name))))
    },
  }
}

/** Build the field app's service worker after the rest: it is one plain script of its own. */
function worker() {
  return { name: 'field-worker', closeBundle: () => build({ configFile: 'vite.worker.config.js' }) }
}

async function compress(file) {
  await files.writeFile(`${file}.gz`, await promisify(gzip)(await files.readFile(file), { level: 9 }))
}

export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [webForms(), compressed(), worker()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  css: {
    preprocessorOptions: { scss: { loadPaths: ['node_modules'], quietDeps: true } },
  },
  build: {
    outDir: 'src/linli/site/static/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: browsers,
    cssTarget: browsers,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: ['assets/desk.js', 'assets/portal.js', 'assets/map.js', 'assets/charts.js', 'assets/grids.js', 'fieldapp/src/ui/main.tsx'],
    },
  },
})
