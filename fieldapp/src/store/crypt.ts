/**
 * Sealing: everything in the store is encrypted with one key that no script can read out.
 *
 * The key comes from what the server gives this phone; when the phone forgets it, nothing in the store can be read.
 * A sealed thing is bound to its place (table and id), so that it cannot be passed off as another.
 */
import { Sealed } from './errors'

const NONCE = 12
const INFO = 'linli field store 1'

/** Bytes as the browser's functions take them. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Derive the key of the store from the server's 32 bytes (base64) and the phone's id. */
export async function deriveKey(serverKey: string, device: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', fromBase64(serverKey), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: encoded(device), info: encoded(INFO) }
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Seal bytes for a place: 12 random bytes, then the encrypted ones. */
export async function sealBytes(key: CryptoKey, place: string, bytes: BufferSource): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE))
  const how = { name: 'AES-GCM', iv, additionalData: encoded(place) }
  const closed = new Uint8Array(await crypto.subtle.encrypt(how, key, bytes))
  const sealed = new Uint8Array(NONCE + closed.length)
  sealed.set(iv)
  sealed.set(closed, NONCE)
  return sealed
}

/** Open what was sealed for this place with this key. */
export async function openBytes(key: CryptoKey, place: string, sealed: Bytes): Promise<ArrayBuffer> {
  const how = { name: 'AES-GCM', iv: sealed.subarray(0, NONCE), additionalData: encoded(place) }
  try {
    return await crypto.subtle.decrypt(how, key, sealed.subarray(NONCE))
  } catch (cause) {
    throw new Sealed(place, { cause })
  }
}

/** Seal a value as JSON. */
export function seal(key: CryptoKey, place: string, value: unknown): Promise<Bytes> {
  return sealBytes(key, place, encoded(JSON.stringify(value)))
}

/** Open a value that was sealed as JSON. */
export async function open<T>(key: CryptoKey, place: string, sealed: Bytes): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(key, place, sealed))) as T
}

/** Name bytes by their hash. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function encoded(text: string): Bytes {
  return new TextEncoder().encode(text) as Bytes
}

function fromBase64(text: string): Bytes {
  const standard = text.replace(/-/g, '+').replace(/_/g, '/')
  return Uint8Array.from(atob(standard), (letter) => letter.charCodeAt(0))
}
