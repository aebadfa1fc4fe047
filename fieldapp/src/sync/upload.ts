/** Sending photos, voice notes and files in parts, going on inside one where the last try broke off. */
import { paused, progressed, setAside, type OutboxEntry } from '../engine/outbox'
import type { MediaNote } from '../engine/protocol'
import { t } from '../engine/words'
import type { Store } from '../store/store'
import { ask, askJson, Refused, Unreachable, wholeOf } from './wire'

export const LARGEST_PART = 256 * 1024
export const SMALLEST_PART = 32 * 1024
const MOST_DAMAGES = 3

let part = LARGEST_PART

/** The server's disk is full: media wait, commands without media go on. */
export class ServerFull extends Error {
  override name = 'ServerFull'
}

/** Tell the server of which commands thrown away it need not keep the files; until it knows they take this phone's room there. */
export async function withdrawMedia(store: Store, token: string): Promise<void> {
  for (const id of await store.queue.withdrawn()) {
    await ask(`/field/api/media/${id}`, { method: 'DELETE', token }).catch(sweptByItself)
    await store.queue.toldWithdrawn(id)
  }
}

/** A server that does not know the call, or will not take it, sweeps the files in its time. */
function sweptByItself(error: unknown): void {
  if (!(error instanceof Refused)) throw error
}

/** Send what the server lacks of one command's media. */
export async function uploadMedia(store: Store, entry: OutboxEntry, token: string): Promise<void> {
  for (const note of entry.command.media) {
    if ((entry.uploaded[note.sha256] ?? 0) >= note.size) continue
    const goes = await uploadOne(store, entry, note, token)
    if (!goes) return
  }
}

async function uploadOne(store: Store, entry: OutboxEntry, note: MediaNote, token: string): Promise<boolean> {
  const id = entry.command.id
  const blob = await store.media.blob(note.sha256)
  if (!blob) return stop(store, id, { code: 'field.media-gone', title: t('照片或录音已不在手机里，请重新拍摄') })
  const path = `/field/api/media/${id}/${note.sha256}`
  let offset = await startOf(entry, note, path, token)
  await noteOffset(store, id, note, offset)
  for (let damages = 0; offset < note.size; ) {
    const sent = await sendPart(path, blob, offset, token)
    if (sent.final) return stop(store, id, sent.final)
    if (sent.offset <= offset && ++damages >= MOST_DAMAGES) {
      await store.queue.change(id, (now) => paused(progressed(now, { [note.sha256]: 0 }), Date.now()))
      return false
    }
    offset = sent.offset
    await noteOffset(store, id, note, offset)
  }
  return true
}

/** Ask how much is there, but only where something may be; of a command that was applied nothing more is needed. */
async function startOf(entry: OutboxEntry, note: MediaNote, path: string, token: string): Promise<number> {
  if (!entry.tries && entry.uploaded[note.sha256] === undefined) return 0
  const there = await askJson<{ offset: number; applied?: boolean }>(path, { token })
  return there.applied ? note.size : there.offset
}

interface Sent {
  offset: number
  final?: { code: string; title: string }
}

async function sendPart(path: string, blob: Blob, offset: number, token: string): Promise<Sent> {
  const end = Math.min(blob.size, offset + part)
  const bytes = await blob.slice(offset, end).arrayBuffer()
  const headers = {
    'Content-Range': `bytes ${offset}-${end - 1}/${blob.size}`,
    'Content-Type': 'application/octet-stream',
  }
  try {
    const answer = await ask(path, { method: 'PUT', bytes, headers, token, accept: [409] })
    part = Math.min(LARGEST_PART, part * 2)
    return { offset: (await wholeOf<{ offset: number }>(answer)).offset }
  } catch (error) {
    if (error instanceof Unreachable) part = Math.max(SMALLEST_PART, part / 2)
    if (!(error instanceof Refused)) throw error
    return refusedPart(error)
  }
}

function refusedPart(error: Refused): Sent {
  if (error.status === 507) throw new ServerFull()
  if (error.problem.code === 'field.media-damaged') return { offset: 0 }
  return { offset: 0, final: error.problem }
}

function noteOffset(store: Store, id: string, note: MediaNote, offset: number): Promise<void> {
  return store.queue.change(id, (entry) => progressed(entry, { [note.sha256]: offset }))
}

async function stop(store: Store, id: string, problem: { code: string; title: string }): Promise<boolean> {
  await store.queue.change(id, (entry) => setAside(entry, problem))
  return false
}
