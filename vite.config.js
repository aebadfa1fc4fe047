/**
 * Builds the style sheets and behaviours of Linli's pages into the site's static folder.
 * Addresses stay relative, so the pages work under any STATIC_URL; Django reads the
 * names from manifest.json.
 */
import { defineConfig } from 'vite'

const browsers = ['chrome111', 'edge111', 'firefox113', 'safari16.4']

export default defineConfig({
  base: './',
  publicDir: false,
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
      input: ['assets/desk.js', 'assets/portal.js', 'assets/map.js', 'assets/charts.js'],
    },
  },
})
