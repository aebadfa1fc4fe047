import { expect, test } from 'vitest'
import { dwellingShown, editLacks, editOf, editStart, knownShare, maskedPhone, openForms, personShown } from '../src/engine/prefill'
import type { FormRow } from '../src/engine/rows'

const shown = personShown({ id: 'p1', name: '王**', sex: 'male', born: '1980', phone: '138******21' })

test('what is masked, and a bare year, is not typed over', () => {
  expect(editStart(shown)).toEqual({ name: '', sex: 'male', born_on: '', phone: '' })
})

test('only what was changed is sent, with what it was changed from', () => {
  expect(editOf(shown, { ...editStart(shown), phone: '139 0000-0000' })).toEqual({
    base: { phone: '138******21' }, set: { phone: '13900000000' },
  })
})

test('nothing changed is nothing sent', () => {
  expect(editOf(shown, { ...editStart(shown), sex: ' male ' })).toEqual({ base: {}, set: {} })
})

test('a second edit begins at what the server shows, not at what was typed before', () => {
  const typed = personShown({ id: 'p1', name: '李小明', born: '1980-02-11', phone: '13900000021' })
  expect(typed).toEqual({ name: '李**', sex: '', born_on: '1980', phone: '139******21' })
  expect(editOf(typed, { ...editStart(typed), born_on: '1980-02-12' })).toEqual({ base: { born_on: '1980' }, set: { born_on: '1980-02-12' } })
})

test('a short number hides whole, a masked one stays', () => {
  expect(maskedPhone('12345')).toBe('*****')
  expect(maskedPhone('138******21')).toBe('138******21')
})

test.each([
  [{ name: '' }, 'name'],
  [{ phone: '12' }, 'phone'],
  [{ phone: '1234567' }, 'phone'],
  [{ born_on: '2030-01-01' }, 'born_on'],
  [{ born_on: '' }, 'born_on'],
  [{ use: '' }, 'use'],
  [{ phone: '13900000000', born_on: '1980-01-01' }, undefined],
])('changing %j is refused for %s', (set, field) => {
  expect(editLacks({ base: {}, set: set as Record<string, string> }, '2026-11-22')).toBe(field)
})

test('a dwelling has its use and its state', () => {
  expect(dwellingShown({ id: 'd1', building: 'b1', no: '101', use: 'rented' })).toEqual({ use: 'rented', state: '' })
})

test('a form says how much of it is known already', () => {
  expect(knownShare({ asked: 20, reused: 14 })).toEqual({ asked: 20, known: 14, toAsk: 6 })
  expect(knownShare({ asked: 3, reused: 9 })).toEqual({ asked: 3, known: 3, toAsk: 0 })
  expect(knownShare({})).toEqual({ asked: 0, known: 0, toAsk: 0 })
})

test('at an empty door only forms about a place are begun, at a home none that is about nobody', () => {
  const form = (id: string, target: FormRow['target'], expires_on = '2026-12-31'): FormRow => ({ id, target, expires_on, version: '1', title: id })
  const forms = [form('home', 'household'), form('who', 'person'), form('safety', 'place'), form('count', 'none'), form('past', 'place', '2026-11-21')]
  const ids = (at: 'home' | 'door' | 'anywhere') => openForms(forms, '2026-11-22', at).map((one) => one.id)
  expect(ids('door')).toEqual(['safety'])
  expect(ids('home')).toEqual(['home', 'who', 'safety'])
  expect(ids('anywhere')).toEqual(['home', 'who', 'safety', 'count'])
})
