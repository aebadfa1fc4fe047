/** Notices when somebody pauses while filling in a form, or turns away from it. */

const PAUSE_MS = 800
const SIGNS = ['input', 'change', 'click', 'keyup'] as const

/** Call `onPause` a moment after the last touch, and at once when the page is put away. */
export function watchPauses(onPause: () => Promise<void>): { stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void onPause(), PAUSE_MS)
  }
  const leave = (): void => {
    if (document.visibilityState === 'hidden') void onPause()
  }
  const put = (): void => void onPause()
  SIGNS.forEach((sign) => document.addEventListener(sign, wait))
  document.addEventListener('visibilitychange', leave)
  window.addEventListener('pagehide', put)
  return {
    stop() {
      clearTimeout(timer)
      SIGNS.forEach((sign) => document.removeEventListener(sign, wait))
      document.removeEventListener('visibilitychange', leave)
      window.removeEventListener('pagehide', put)
    },
  }
}
