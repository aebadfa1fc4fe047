/** Tests of the field app; they run without a browser, on Node 20 and later. */
import { defineConfig } from 'vitest/config'

// The reporter of vitest 5 tells of failures with a function that Node 20 lacks.
Map.groupBy ??= (items, keyOf) => {
  const groups = new Map()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

// The time limit is for machines that do much else at once.
export default defineConfig({ test: { include: ['tests/**/*.test.{ts,tsx,js}'], testTimeout: 60_000 } })
