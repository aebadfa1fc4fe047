/** Talking to the server: one call, its time limit, and what each refusal means for the sync. */
import type { Problem } from '../engine/protocol'

export const PATIENCE_MS = 30_000
const COMPRESS_FROM = 1000

const NEEDS_HTTPS = 'field.needs-https'

/** The server cannot be reached, or it cannot answer now, or not on this way: try again later. */
export class Unreachable extends Error {
  override name = 'Unreachable'
  constructor(readonly code: 'network' | 'server' | typeof NEEDS_HTTPS, cause?: unknown) {
    super(code, { cause })
  }
}

/** 401: the phone has to sign in again; what is queued stays. */
export class SignInAgain extends Error {
  override name = 'SignInAgain'
}

/** 410: everything of this account on this phone has to go. */
export class WipeAll extends Error {
  override name = 'WipeAll'
}

/** The server says no to this one thing. */
export class Refused extends Error {
  override name = 'Refused'
  constructor(readonly status: number, readonly problem: Problem, readonly body: Record<string, unknown>) {
    super(problem.code)
  }
}

/** What a call may carry. */
export interface Asking {
  method?: string
  token?: string
  json?: unknown
  bytes?: BufferSource
  headers?: Record<string, string>
  /** Take the answer as it is, also when it is no success. */
  accept?: number[]
}

/** The browser's fetch, or another in tests. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

let fetching: Fetch = (url, init) => fetch(url, init)

/** Let all calls go through another fetch. */
export function useFetch(other: Fetch): void {
  fetching = other
}

/** Ask the server; throws Unreachable, SignInAgain, WipeAll or Refused. */
export async function ask(path: string, asking: Asking = {}): Promise<Response> {
  const answer = await reach(path, asking)
  if (answer.ok || asking.accept?.includes(answer.status)) return answer
  if (answer.status === 401) throw new SignInAgain()
  if (answer.status === 410) throw new WipeAll()
  if (answer.status === 408 || answer.status === 429) throw new Unreachable('server')
  if (answer.status >= 500 && answer.status !== 507) throw new Unreachable('server')
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>
  const problem = problemOf(body, answer.status)
  // It is the way that is refused, no change of the worker's: nothing is set aside for it.
  if (problem.code === NEEDS_HTTPS) throw new Unreachable(NEEDS_HTTPS)
  throw new Refused(answer.status, problem, body)
}

/** Ask the server for JSON. */
export async function askJson<T>(path: string, asking: Asking = {}): Promise<T> {
  const answer = await ask(path, asking)
  return wholeOf<T>(answer)
}

/** Read the whole of an answer that may break off on the way. */
export async function wholeOf<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T
  } catch (cause) {
    throw new Unreachable('network', cause)
  }
}

async function reach(path: string, asking: Asking): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...languageOf(), ...asking.headers }
  if (asking.token) headers['Authorization'] = `Bearer ${asking.token}`
  const body = asking.json === undefined ? asking.bytes : await pressed(asking.json, headers)
  const limit = AbortSignal.timeout(PATIENCE_MS)
  try {
    const credentials = asking.token ? 'omit' : 'same-origin'
    const init: RequestInit = { method: asking.method ?? 'GET', headers, credentials, signal: limit, cache: 'no-store' }
    return await fetching(path, body === undefined ? init : { ...init, body })
  } catch (cause) {
    throw new Unreachable('network', cause)
  }
}

async function pressed(json: unknown, headers: Record<string, string>): Promise<BodyInit> {
  headers['Content-Type'] = 'application/json'
  const text = JSON.stringify(json)
  if (text.length < COMPRESS_FROM) return text
  headers['Content-Encoding'] = 'gzip'
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Response(stream).arrayBuffer()
}

function problemOf(body: Record<string, unknown>, status: number): Problem {
  const code = typeof body['code'] === 'string' ? body['code'] : `http.${status}`
  const title = typeof body['title'] === 'string' ? body['title'] : ''
  return typeof body['field'] === 'string' ? { code, title, field: body['field'] } : { code, title }
}

function languageOf(): Record<string, string> {
  const language = typeof document === 'undefined' ? '' : document.documentElement.lang
  return language ? { 'Accept-Language': language } : {}
}
