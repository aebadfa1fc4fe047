/** Photos, voice notes and files, kept once each under the hash of their bytes as long as something refers to them. */
import { sha256 } from './crypt'
import { Sealed } from './errors'
import type { KeptMedia, SealedBlob, SealedPhoto } from './tables'
import type { Vault } from './vault'

/** All photos fetched to be looked at take no more than this; the longest unseen go first. */
export const PHOTO_BYTES = 60_000_000

/** A blob that is sealed but not yet in the store. */
export type Prepared = Omit<KeptMedia, 'refs'> & SealedBlob

/** Media of commands and drafts, and photos fetched to be looked at. */
export class MediaShelf {
  constructor(private readonly vault: Vault) {}

  /** Seal a blob, to be put down by `refer` inside a transaction. */
  async prepare(blob: Blob): Promise<Prepared> {
    const bytes = await blob.arrayBuffer()
    const sha = await sha256(bytes)
    const head = new TextEncoder().encode(blob.type)
    const whole = new Uint8Array(1 + head.length + bytes.byteLength)
    whole[0] = head.length
    whole.set(head, 1)
    whole.set(new Uint8Array(bytes), 1 + head.length)
    return { sha, size: bytes.byteLength, sealed: await this.vault.sealBytes(`blobs:${sha}`, whole) }
  }

  /** Keep media for something; call it inside a transaction that holds both tables. */
  async refer(prepared: Prepared[], ref: string): Promise<void> {
    const { media, blobs } = this.vault.tables
    for (const { sha, size, sealed } of prepared) {
      const there = await media.get(sha)
      if (!there) await blobs.put({ sha, sealed })
      await media.put({ sha, size, refs: [...new Set([...(there?.refs ?? []), ref])] })
    }
  }

  /** Let go of what something referred to, but for some; what nothing refers to any more is deleted. Inside a transaction. */
  async release(ref: string, keep: string[] = []): Promise<void> {
    const { media, blobs } = this.vault.tables
    for (const one of await media.where('refs').equals(ref).toArray()) {
      if (keep.includes(one.sha)) continue
      const refs = one.refs.filter((other) => other !== ref)
      if (refs.length) await media.put({ ...one, refs })
      else await Promise.all([media.delete(one.sha), blobs.delete(one.sha)])
    }
  }

  /** Give the bytes of media that are kept for sending; what the phone's memory spoilt is as good as gone, and holds up nothing. */
  async blob(sha: string): Promise<Blob | undefined> {
    const kept = await this.vault.tables.blobs.get(sha)
    const opened = kept && (await this.vault.openBytes(`blobs:${sha}`, kept.sealed).catch(none))
    if (!opened) return undefined
    const whole = new Uint8Array(opened)
    const body = 1 + (whole[0] ?? 0)
    return new Blob([whole.subarray(body)], { type: new TextDecoder().decode(whole.subarray(1, body)) })
  }

  /** Give a photo to look at: the worker's own or a fetched one. */
  async photo(sha: string): Promise<Blob | undefined> {
    const own = await this.blob(sha)
    const fetched = own ? undefined : await this.vault.tables.photos.get(sha)
    if (!fetched) return own
    void this.vault.tables.photos.update(sha, { used_at: Date.now() })
    return new Blob([await this.vault.openBytes(`photos:${sha}`, fetched.sealed)], { type: 'image/jpeg' })
  }

  async hasPhoto(sha: string): Promise<boolean> {
    const { photos, media } = this.vault.tables
    return (await photos.where('sha').equals(sha).count()) + (await media.where('sha').equals(sha).count()) > 0
  }

  /** Keep a fetched photo; when all of them grow too many, the longest unseen go. */
  async keepPhoto(sha: string, bytes: ArrayBuffer): Promise<void> {
    const { photos } = this.vault.tables
    const sealed = await this.vault.sealBytes(`photos:${sha}`, bytes)
    await this.vault.write(() => photos.put({ sha, size: bytes.byteLength, used_at: Date.now(), sealed }))
    let left = PHOTO_BYTES
    const late: string[] = []
    await photos.orderBy('used_at').reverse().each((photo: SealedPhoto) => {
      left -= photo.size
      if (left < 0) late.push(photo.sha)
    })
    await photos.bulkDelete(late)
    this.vault.tell('files')
  }
}

function none(error: unknown): undefined {
  if (!(error instanceof Sealed)) throw error
}
