/** One tab syncs at a time, and no new version of the app takes over meanwhile. */

/** The lock's name; the service worker asks for the same one before it takes over. */
export const SYNC_LOCK = 'linli-sync'

/** Do it unless another tab is at it; says whether it was done. */
export async function alone(doing: () => Promise<void>): Promise<boolean> {
  return navigator.locks.request(SYNC_LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return false
    await doing()
    return true
  })
}
