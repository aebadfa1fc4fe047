/** Short news at the lower edge, read out politely and gone by itself; nothing that must be acted on is said here. */
import { signal } from '@preact/signals'

const SHOWN_MS = 3500
const news = signal<{ text: string; at: number } | null>(null)
let timer = 0

/** Tell the user what has just happened. */
export function say(text: string): void {
  clearTimeout(timer)
  news.value = { text, at: Date.now() }
  timer = window.setTimeout(() => (news.value = null), SHOWN_MS)
}

/** Where the news appear; the shell has one. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {news.value && <p class="toast" key={news.value.at}>{news.value.text}</p>}
    </div>
  )
}
