/**
 * Builds the field app's service worker; vite.config.js runs it after the pages' assets. It is one plain script without imports,
 * so that it runs in every browser and the server can put the list of the app's files before it.
 */
import { defineConfig } from 'vite'
import { browsers } from './vite.config.js'

export default defineConfig({
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: 'src/linli/site/static/dist',
    emptyOutDir: false,
    target: browsers,
    rolldownOptions: {
      input: 'fieldapp/src/worker/field-worker.ts',
      output: { format: 'iife', entryFileNames: 'field-worker.js' },
    },
  },
})
