/** When to sync: after a change, when the network is back, when the page is seen, after a pause; one round at a time. */
import { pauseAfter } from '../engine/clock'
import { counts, nextTime } from '../engine/outbox'
import type { Store } from '../store/store'
import { fetchExtras } from './extras'
import { alone } from './once'
import { goAgain, type Sender } from './push'
import { syncOnce, type Ended } from './round'
import { say, status } from './status'
import { wakeLater } from './worker-link'

const OTHER_TAB_MS = 5000
const EVERY_MS = 300_000
const SOON_MS = 50
const EXTRAS_MS = 1_800_000
const SYNCED_AT = 'synced_at'

/** Keeps one open store in step with the server. */
export class Loop {
  private failures = 0
  private waiting = 0
  private wanted = false
  private running: Promise<void> | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private stopped = false
  private listening: (() => void)[] = []
  private extrasAt = 0
  private fetching = false
  /** True where rows changed after the last fetching began. */
  private fresh = false
  private asked = 0
  private counted = 0

  constructor(private readonly sender: Sender, private readonly ended: (end: Ended) => Promise<void>) {}

  get store(): Store {
    return this.sender.store
  }

  /** Follow the outbox: what is new in it goes out at once. */
  begin(): void {
    this.listening = [
      this.store.changed.subscribe(() => void this.count().catch(() => undefined)),
      this.store.fullDisk.subscribe((full) => this.tell({ full_disk: full })),
    ]
    // A start with no network still knows when this account was last in step.
    void this.store.setting<number>(SYNCED_AT).catch(() => undefined).then((last) => {
      this.tell({ last_at: last })
      return this.kick()
    })
  }

  /** Sync now, without regard to pauses; comes back when the round is over. */
  async force(): Promise<void> {
    this.failures = 0
    await goAgain(this.store).catch((error: unknown) => this.broken(error))
    await this.kick()
  }

  /** Sync unless a round is running; then one more follows it. */
  kick(): Promise<void> {
    if (this.stopped) return Promise.resolve()
    this.wanted = true
    this.running ??= this.rounds().catch((error: unknown) => this.broken(error)).then(() => {
      this.running = undefined
      // Asked for while the last round was coming to its end.
      return this.wanted ? this.kick() : undefined
    })
    return this.running
  }

  /** Start no more rounds; one that runs ends at its next step, as its store is closed. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
    for (const end of this.listening) end()
  }

  private async rounds(): Promise<void> {
    clearTimeout(this.timer)
    while (this.wanted && !this.stopped) {
      this.wanted = false
      if (!navigator.onLine) return void (await wakeLater())
      if (!(await alone(() => this.round()))) return this.later((await this.isPressing()) ? OTHER_TAB_MS : EVERY_MS)
    }
  }

  /** Say whether another tab's round may not be enough: it does not send for another account, nor fetch its first rows. */
  private async isPressing(): Promise<boolean> {
    return this.waiting > 0 || !(await this.store.cursor())
  }

  private async round(): Promise<void> {
    say({ running: true })
    try {
      const before = await this.store.cursor()
      const end = await syncOnce(this.sender)
      // What the server says of an account that was left meanwhile is not for the one that is here now.
      if (this.stopped) return
      this.failures = end.wait ? this.failures + 1 : 0
      this.tell({ trouble: end.trouble })
      if (end.out) this.stop()
      if (end.out) return await this.ended(end)
      if (!end.wait) await this.inStep(Date.now())
      if (!end.wait) void this.extras(before !== (await this.store.cursor()))
      await this.plan(end)
    } finally {
      say({ running: false })
    }
  }

  private async inStep(at: number): Promise<void> {
    this.tell({ last_at: at })
    await this.store.keepSetting(SYNCED_AT, at).catch(() => undefined)
  }

  /** What nobody foresaw: unless the store was closed under it, say so and try again later. */
  private broken(error: unknown): void {
    if ((error as Error).name === 'DatabaseClosedError') this.stop()
    if (this.stopped) return
    console.error(error)
    this.failures += 1
    this.tell({ trouble: 'unexpected' })
    this.later(pauseAfter(this.failures))
  }

  private async plan(end: Ended): Promise<void> {
    if (end.wait) return this.later(pauseAfter(this.failures))
    const next = nextTime(await this.store.outbox())
    this.later(next === undefined ? EVERY_MS : Math.min(EVERY_MS, Math.max(1000, next - Date.now())))
  }

  private later(pause: number): void {
    clearTimeout(this.timer)
    if (this.stopped) return
    this.timer = setTimeout(() => {
      // A page nobody looks at saves the battery, unless something waits to be sent.
      if (document.hidden && !this.waiting) return
      void this.kick()
    }, pause)
  }

  /** Fetch maps, forms and photos after rows changed, and now and then. */
  private async extras(changed: boolean): Promise<void> {
    this.fresh ||= changed
    if (this.fetching || (!this.fresh && Date.now() - this.extrasAt < EXTRAS_MS)) return
    this.fetching = true
    this.fresh = false
    const done = await fetchExtras(this.store, this.sender.token).then(() => true, () => false)
    this.extrasAt = done ? Date.now() : 0
    this.fetching = false
    if (done && this.fresh) await this.extras(true)
  }

  private async count(): Promise<void> {
    const mine = ++this.asked
    const { waiting, set_aside } = counts(await this.store.outbox())
    // A count that was begun later may come first.
    if (mine < this.counted) return
    this.counted = mine
    const more = waiting > this.waiting
    this.waiting = waiting
    const before = status.peek()
    if (before.waiting !== waiting || before.set_aside !== set_aside) this.tell({ waiting, set_aside })
    if (more && !this.running) this.later(SOON_MS)
    if (more && this.running) this.wanted = true
  }

  /** Say how it stands, but nothing after the stop: what was still being read then is of a store that was left. */
  private tell(change: Parameters<typeof say>[0]): void {
    if (!this.stopped) say(change)
  }
}
