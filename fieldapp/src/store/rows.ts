/** What was pulled: the rows of each part, written together with the place where the pull ended. */
import type { ChangesAnswer, PartName, Row } from '../engine/protocol'
import type { SealedRow } from './tables'
import type { Vault } from './vault'

const AT_ONCE = 200

/** Where the ids of the commands stand that are in the rows: no times, as a phone's clock may be put back in between. */
export const SEEN = 'seen'

/** The rows of the parts. Opened rows stay in memory while the app is open. */
export class RowShelf {
  private readonly opened = new Map<string, Promise<Map<string, Row>>>()

  constructor(private readonly vault: Vault) {
    vault.hear((what, here) => {
      if ((what === 'rows' && !here) || what === 'gone') this.opened.clear()
    })
  }

  async all(part: PartName): Promise<Row[]> {
    return [...(await this.part(part)).values()]
  }

  async one(part: PartName, id: string): Promise<Row | undefined> {
    return (await this.part(part)).get(id)
  }

  async cursor(): Promise<string> {
    return (await this.vault.tables.cursors.get('changes'))?.cursor ?? ''
  }

  /** Take an answer whole or not at all; the commands that were done before it was asked for are in it. */
  async apply(answer: ChangesAnswer, done: readonly string[]): Promise<void> {
    const { tables } = this.vault
    const parts = Object.entries(answer.parts)
    const puts = await this.sealed(parts.flatMap(([part, changes]) => (changes?.put ?? []).map((row) => ({ part, row }))))
    const drops = parts.flatMap(([part, changes]) => (changes?.drop ?? []).map((id): [string, string] => [part, id]))
    await this.vault.write(() =>
      tables.transaction('rw', tables.rows, tables.cursors, async () => {
        if (answer.full) await tables.rows.clear()
        await tables.rows.bulkDelete(drops)
        await tables.rows.bulkPut(puts)
        await tables.cursors.bulkPut([
          { key: 'changes', cursor: answer.cursor },
          { key: SEEN, cursor: done.join(' ') },
        ])
      }),
    )
    await this.patch(answer)
    if (answer.full || puts.length || drops.length) this.vault.tell('rows')
  }

  private async patch(answer: ChangesAnswer): Promise<void> {
    if (answer.full) return this.opened.clear()
    for (const [part, changes] of Object.entries(answer.parts)) {
      const rows = await this.opened.get(part)
      for (const id of changes?.drop ?? []) rows?.delete(id)
      for (const row of changes?.put ?? []) rows?.set(row.id, row)
    }
  }

  private part(part: PartName): Promise<Map<string, Row>> {
    let opened = this.opened.get(part)
    if (!opened) {
      opened = this.load(part)
      this.opened.set(part, opened)
      // What could not be read once is read again the next time.
      opened.catch(() => this.opened.get(part) === opened && this.opened.delete(part))
    }
    return opened
  }

  private async load(part: PartName): Promise<Map<string, Row>> {
    const kept = await this.vault.tables.rows.where('part').equals(part).toArray()
    const rows = await Promise.all(kept.map((row) => this.vault.open<Row>(placeOf(part, row.id), row.sealed)))
    return new Map(rows.map((row) => [row.id, row]))
  }

  private async sealed(found: { part: string; row: Row }[]): Promise<SealedRow[]> {
    const done: SealedRow[] = []
    for (let from = 0; from < found.length; from += AT_ONCE) {
      const some = found.slice(from, from + AT_ONCE).map(async ({ part, row }) => {
        return { part, id: row.id, sealed: await this.vault.seal(placeOf(part, row.id), row) }
      })
      done.push(...(await Promise.all(some)))
    }
    return done
  }
}

function placeOf(part: string, id: string): string {
  return `rows:${part}:${id}`
}
