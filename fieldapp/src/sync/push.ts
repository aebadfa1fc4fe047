/** Sending what is queued: media first, then the commands, in as few calls as their order allows. */
import { answered, nextBatch, nextUpload, setAside, type OutboxEntry } from '../engine/outbox'
import type { Answer, CommandsAnswer } from '../engine/protocol'
import type { Store } from '../store/store'
import { ServerFull, uploadMedia, withdrawMedia } from './upload'
import { askJson, Refused } from './wire'

/** Commands whose media are through wait this long for others to go with them. */
const GATHER_MS = 3000
const GATHER_COUNT = 10

/** Who sends, and who is told of the server's clock and lease. */
export interface Sender {
  store: Store
  device: string
  token: string
  heard: (answer: { server_now: string; lease_until: string }, asked: number) => Promise<void>
}

/** Send all that can be sent; returns how many commands were answered. Throws when the sync has to stop. */
export async function push(sender: Sender): Promise<number> {
  let count = 0
  let full = false
  let gathered = 0
  await withdrawMedia(sender.store, sender.token)
  for (;;) {
    const entries = await sender.store.outbox()
    const ready = nextBatch(entries, Date.now())
    const upload = full ? undefined : nextUpload(entries, Date.now())
    if (!ready.length && !upload) break
    const waits = upload && ready.length < GATHER_COUNT && Date.now() - gathered < GATHER_MS
    if (ready.length && !waits) {
      count += await send(sender, ready)
      gathered = Date.now()
    } else if (upload) {
      full = await uploads(sender, upload)
    }
  }
  if (full) throw new ServerFull()
  return count
}

/** Send one command's media; true when the server's disk is full. */
async function uploads({ store, token }: Sender, entry: OutboxEntry): Promise<boolean> {
  const id = entry.command.id
  store.queue.mark([id], true)
  try {
    await uploadMedia(store, entry, token)
    return false
  } catch (error) {
    if (error instanceof ServerFull) return true
    await store.queue.change(id, (now) => ({ ...now, tries: now.tries + 1 }))
    throw error
  } finally {
    store.queue.mark([id], false)
  }
}

async function send(sender: Sender, batch: OutboxEntry[]): Promise<number> {
  const { store } = sender
  const ids = batch.map((entry) => entry.command.id)
  store.queue.mark(ids, true)
  try {
    // Once marked nothing here is thrown away any more; what was thrown away just before does not go.
    const there = new Set((await store.outbox()).map((entry) => entry.command.id))
    const commands = batch.map((one) => one.command).filter((command) => there.has(command.id))
    if (!commands.length) return 0
    const asked = Date.now()
    const json = { device: sender.device, sent_at: new Date(asked).toISOString(), commands }
    const asking = { method: 'POST', json, token: sender.token }
    const answer = await askJson<CommandsAnswer>('/field/api/commands', asking)
    await sender.heard(answer, asked)
    return await take(store, batch, answer.answers)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return await apart(sender, batch, error)
  } finally {
    store.queue.mark(ids, false)
  }
}

async function take(store: Store, batch: OutboxEntry[], answers: Answer[]): Promise<number> {
  const byId = new Map(answers.map((answer) => [answer.id, answer]))
  for (const { command } of batch) {
    const answer: Answer = byId.get(command.id) ?? { id: command.id, outcome: 'later' }
    await store.queue.change(command.id, (entry) => answered(entry, answer, Date.now()))
  }
  return answers.length
}

/** The call as a whole was refused: halve it until the one command stands alone that cannot go. */
async function apart(sender: Sender, batch: OutboxEntry[], refusal: Refused): Promise<number> {
  if (refusal.status === 507) throw new ServerFull()
  const [first] = batch
  if (batch.length === 1 && first) {
    await sender.store.queue.change(first.command.id, (entry) => setAside(entry, refusal.problem))
    return 1
  }
  const half = Math.ceil(batch.length / 2)
  return (await send(sender, batch.slice(0, half))) + (await send(sender, batch.slice(half)))
}

/** Let entries that pause go again at once: the network is back, or the worker asks for it. */
export async function goAgain(store: Store): Promise<void> {
  for (const entry of await store.outbox()) {
    if (entry.state === 'waiting' && entry.next_at > 0) await store.queue.change(entry.command.id, (now) => ({ ...now, next_at: 0 }))
  }
}
