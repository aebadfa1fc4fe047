/**
 * Builds the form engine in for this app: its words through our catalogue, its Latin fonts and unused styles left out,
 * nothing asked of another host. See patches.js for each change.
 */
import path from 'node:path'
import { forms, map } from './patches.js'
import { pruned } from './styles.js'

const PACKAGE = /[\\/]@getodk[\\/]web-forms[\\/]dist[\\/]([\w-]+)\.js$/
const HOOKS = path.resolve(import.meta.dirname, '../src/forms/hooks.ts').replaceAll('\\', '/')
const GROUND = HOOKS.replace('hooks.ts', 'ground.ts')
const imported = (names, from) => `import { ${names.map((name) => `${name} as __${name}`).join(', ')} } from ${JSON.stringify(from)};\n`
const IMPORTS = imported(['say', 'photo', 'photoRefused', 'opened', 'failed', 'toFirstFault', 'languageName'], HOOKS) + imported(['ground', 'middle'], GROUND)

/** Make every change of a list; say which one has nothing to change. */
export function patched(code, changes, name) {
  return changes.reduce((text, { find, put, times }) => {
    const found = text.split(find).length - 1
    if (found !== times) {
      throw new Error(`@getodk/web-forms has changed: ${name} has ${JSON.stringify(find)} ${found} times, not ${times}`)
    }
    return text.replaceAll(find, () => put)
  }, code)
}

/** Give the changed source of one file of the library. */
export function rebuilt(code, name) {
  if (name.startsWith('MapBlock')) return IMPORTS + patched(code, map, name)
  if (name === 'index') return pruned(code)
  if (name.startsWith('index-')) return IMPORTS + patched(code, forms, name)
  throw new Error(`@getodk/web-forms has changed: nobody knows ${name}.js`)
}

/** The engine's files are told from others by their names: the shell must go without them. */
function chunkFileNames({ name, moduleIds }) {
  const [, of] = moduleIds.map((id) => PACKAGE.exec(id)).find(Boolean) ?? []
  if (!of) return 'assets/[name]-[hash].js'
  return of.startsWith('MapBlock') ? 'assets/web-forms-map-[hash].js' : 'assets/web-forms-[hash].js'
}

/** The Vite plugin. */
export function webForms() {
  return {
    name: 'web-forms',
    enforce: 'pre',
    config: () => ({
      build: { rolldownOptions: { output: { chunkFileNames } } },
      define: {
        __VUE_OPTIONS_API__: 'true',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      },
    }),
    transform(code, id) {
      const [, name] = PACKAGE.exec(id.split('?')[0]) ?? []
      return name ? { code: rebuilt(code, name), map: null } : null
    },
  }
}
