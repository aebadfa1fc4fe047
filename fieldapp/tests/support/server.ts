/** A server in memory that keeps to the wire, loses what it is told to lose, and remembers what it applied. */
import type { Answer, ChangesAnswer, Command } from '../../src/engine/protocol'
import { sha256, type Bytes } from '../../src/store/crypt'
import type { Fetch } from '../../src/sync/wire'

export const KEY = btoa('0123456789abcdef0123456789abcdef')
export const DEVICE = '0192aaaa-0000-7000-8000-000000000001'
export const LEASE_MS = 72 * 3600_000

/** What happens to a call: it never arrives, or its answer gets lost. */
export type Fault = 'before' | 'after' | undefined

interface Call {
  method: string
  path: string
  body: Bytes
  headers: Record<string, string>
}

export class FakeServer {
  /** Commands in the order in which they were applied; an id twice would be a fault. */
  applied: Command[] = []
  readonly answers = new Map<string, Answer>()
  readonly media = new Map<string, Bytes>()
  readonly calls: string[] = []
  readonly devices = new Set<string>()
  /** Decides what happens to each call. */
  fault: (call: Call) => Fault = () => undefined
  /** Decides what comes of a command that is not applied. */
  judge: (command: Command) => Omit<Answer, 'id'> | undefined = () => undefined
  /** Answers instead of the server where it wants to. */
  instead: (call: Call) => Response | undefined = () => undefined
  /** What an answer waits for on its way. */
  late: (call: Call) => Promise<void> | undefined = () => undefined
  changes: ChangesAnswer[] = []
  account: { id: string; name: string; username: string } | null = { id: 'lin', name: '林', username: 'lin' }
  tokens = new Set<string>()
  offset = 0
  private registered = 0

  readonly fetch: Fetch = async (url, init) => {
    const call = {
      method: init.method ?? 'GET',
      path: url,
      body: await bodyOf(init),
      headers: init.headers as Record<string, string>,
    }
    const fault = this.fault(call)
    if (fault === 'before') throw new TypeError('Failed to fetch')
    this.calls.push(`${call.method} ${url}`)
    const answer = this.instead(call) ?? (await this.answer(call))
    await this.late(call)
    if (fault === 'after') throw new TypeError('Failed to fetch')
    return answer
  }

  get now(): string {
    return new Date(Date.now() + this.offset).toISOString()
  }

  private get times(): { server_now: string; lease_until: string } {
    return { server_now: this.now, lease_until: new Date(Date.now() + this.offset + LEASE_MS).toISOString() }
  }

  private answer(call: Call): Response | Promise<Response> {
    const path = call.path.replace('/field/api', '')
    if (path === '/session') return json({ account: this.account, csrf: 'c', signed_in: Boolean(this.account), may: true })
    if (call.path === '/accounts/logout/') {
      this.account = null
      return json({})
    }
    if (path === '/devices') return this.register(call)
    const token = (call.headers['Authorization'] ?? '').replace('Bearer ', '')
    if (!this.tokens.has(token)) return problem(401, 'field.sign-in')
    if (path === '/commands') return this.take(JSON.parse(new TextDecoder().decode(call.body)) as { commands: Command[] })
    if (path.startsWith('/changes')) return this.told()
    if (path.startsWith('/media/')) return this.part(call, path)
    if (path.startsWith('/devices/')) {
      this.tokens.delete(token)
      return new Response(null, { status: 204 })
    }
    return problem(404, 'http.404')
  }

  private register(call: Call): Response {
    const { id } = JSON.parse(new TextDecoder().decode(call.body)) as { id: string }
    for (const token of this.tokens) if (token.endsWith(id)) this.tokens.delete(token)
    const token = `token-${++this.registered}-${id}`
    this.tokens.add(token)
    this.devices.add(id)
    const account = { ...this.account, language: 'zh-hans' }
    return json({ device: id, key: KEY, token, account, ...this.times }, 201)
  }

  private take({ commands }: { commands: Command[] }): Response {
    return json({ ...this.times, answers: commands.map((command) => this.one(command)) })
  }

  private one(command: Command): Answer {
    const before = this.answers.get(command.id)
    if (before) return before
    const missing = command.media.flatMap((note) => {
      const there = this.media.get(`${command.id}/${note.sha256}`)?.length ?? 0
      return there < note.size ? [{ sha256: note.sha256, offset: there }] : []
    })
    if (missing.length) return { id: command.id, outcome: 'needs-media', missing }
    const judged = this.judge(command)
    if (judged && judged.outcome !== 'conflict') return { id: command.id, ...judged }
    const answer: Answer = { id: command.id, ...(judged ?? { outcome: 'applied', result: { number: `N${this.applied.length + 1}` } }) }
    this.applied.push(command)
    this.answers.set(command.id, answer)
    return answer
  }

  private told(): Response {
    const answer = this.changes.shift() ?? { cursor: 'end', full: false, parts: {} }
    return json({ ...answer, ...this.times })
  }

  private async part(call: Call, path: string): Promise<Response> {
    const key = path.replace('/media/', '')
    if (call.method === 'DELETE') {
      for (const one of this.media.keys()) if (one.startsWith(`${key}/`)) this.media.delete(one)
      return json({})
    }
    const there = this.media.get(key) ?? new Uint8Array()
    if (call.method === 'GET') return json({ offset: there.length })
    const [, start, , total] = /bytes (\d+)-(\d+)\/(\d+)/.exec(call.headers['Content-Range'] ?? '') ?? []
    if (Number(start) !== there.length) return json({ offset: there.length }, 409)
    const whole = new Uint8Array(there.length + call.body.length)
    whole.set(there)
    whole.set(call.body, there.length)
    if (whole.length === Number(total) && (await sha256(whole)) !== key.split('/')[1]) {
      this.media.delete(key)
      return problem(422, 'field.media-damaged')
    }
    this.media.set(key, whole)
    return json({ offset: whole.length })
  }
}

async function bodyOf(init: RequestInit): Promise<Bytes> {
  if (!init.body) return new Uint8Array()
  const stream = new Response(init.body).body!
  const pressed = (init.headers as Record<string, string>)['Content-Encoding'] === 'gzip'
  const plain = pressed ? stream.pipeThrough(new DecompressionStream('gzip')) : stream
  return new Uint8Array(await new Response(plain).arrayBuffer())
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
}

export function problem(status: number, code: string): Response {
  return json({ type: 'about:blank', title: code, status, code }, status)
}
