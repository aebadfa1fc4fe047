/** A report: the kind suggested by its words, what it lacks, what is sent. */
import { describe, expect, it } from 'vitest'
import { blobsOf, freshReport, lacking, mediaOf, reportPayload, textOf, type ReportDraft, type ReportMedia } from '../src/engine/report'
import type { KindRow } from '../src/engine/rows'
import { useWords } from '../src/engine/words'
import { normalised, suggestKinds } from '../src/engine/suggest'

const KINDS = [
  { id: 'cover', words: ['井盖', '雨水井盖', '盖板'] },
  { id: 'sewer', words: ['污水', '井盖'] },
  { id: 'lamp', words: ['路灯', '不亮'] },
  { id: 'floor', words: ['0楼'] },
]
const photo = new Blob(['x'], { type: 'image/jpeg' })
const voice = new Blob(['y'], { type: 'audio/webm' })
const none: ReportMedia = { photos: [], after: [], voice: undefined }
const draft = (change: Partial<ReportDraft> = {}): ReportDraft => ({ ...freshReport({ how: 'map', lon: 118, lat: 32 }), text: '井盖破了', ...change })
const kind = (change: Partial<KindRow>): KindRow => ({ id: 'cover', name: '井盖', on_spot: true, ...change })

describe('the suggested kind', () => {
  it('is the one whose words the text uses most; a word of several kinds counts less', () => {
    expect(suggestKinds('门口井盖松了，盖板也裂了', KINDS).map((one) => one.kind)).toEqual(['cover', 'sewer'])
  })

  it('takes the longer word and not the one inside it', () => {
    expect(suggestKinds('雨水井盖破损', KINDS).map((one) => [one.kind, one.because])).toEqual([['cover', ['雨水井盖']]])
  })

  it('is none where no word of any kind is used', () => {
    expect(suggestKinds('有件事想说', KINDS)).toEqual([])
    expect(suggestKinds('', KINDS)).toEqual([])
  })

  it('reads every figure alike, as the words of kinds are written', () => {
    expect(normalised('１２楼  3.5米')).toBe('0楼 0米')
    expect(suggestKinds('12楼', KINDS).map((one) => one.kind)).toEqual(['floor'])
  })

  it('gives three at most', () => {
    const many = ['a', 'b', 'c', 'd'].map((id) => ({ id, words: ['井盖'] }))
    expect(suggestKinds('井盖', many)).toHaveLength(3)
  })
})

describe('what is sent of too short a text', () => {
  it('goes before what the photos tell, joined as the language does', () => {
    expect(textOf(draft({ text: '漏水 ' }), '情况见照片')).toBe('漏水，情况见照片')
    useWords({ '%(text)s，%(seen)s': '%(text)s, %(seen)s' })
    expect(textOf(draft({ text: 'hi' }), 'see photos')).toBe('hi, see photos')
    useWords({})
    expect(textOf(draft({ text: '' }), '情况见照片')).toBe('情况见照片')
  })
})

describe('what a report lacks', () => {
  it('is nothing where something is told and placed', () => {
    expect(lacking(draft(), none, undefined)).toEqual([])
    expect(lacking(draft({ text: '' }), { ...none, photos: [photo] }, undefined)).toEqual([])
    expect(lacking(draft({ text: ' ' }), { ...none, voice }, undefined)).toEqual([])
  })

  it('is anything told, and an area where there is no place', () => {
    expect(lacking(draft({ text: ' ' }), none, undefined)).toEqual(['told'])
    expect(lacking(draft({ reporter_phone: '123' }), none, undefined)).toEqual(['phone'])
    expect(lacking(draft({ reporter_phone: ' 138 1234 5678 ' }), none, undefined)).toEqual([])
    expect(lacking(draft({ text: '漏水 ' }), none, undefined)).toEqual(['told'])
    expect(lacking(draft({ text: '漏水' }), { ...none, photos: [photo] }, undefined)).toEqual([])
    expect(lacking(draft({ place: { how: 'none' } }), none, undefined)).toEqual(['area'])
    expect(lacking(draft({ place: { how: 'none' }, area: '330101001001001' }), none, undefined)).toEqual([])
  })

  it('is a kind and a result where it was settled on the spot', () => {
    expect(lacking(draft({ settled: true }), none, undefined)).toEqual(['kind', 'result'])
  })

  it('is the photo afterwards only where the kind needs it as evidence', () => {
    const settled = draft({ settled: true, kind: 'cover', result: '已经盖好' })
    expect(lacking(settled, none, kind({ evidence: 'none' }))).toEqual([])
    expect(lacking(settled, none, kind({ evidence: 'after' }))).toEqual(['after'])
    expect(lacking(settled, { ...none, after: [photo] }, kind({ evidence: 'before-and-after' }))).toEqual([])
    expect(lacking({ ...settled, settled: false }, none, kind({ evidence: 'after' }))).toEqual([])
  })

  it('is another way where the kind may not be settled on the spot', () => {
    expect(lacking(draft({ settled: true, kind: 'cover', result: '已经盖好' }), none, kind({ on_spot: false }))).toEqual(['on-spot'])
  })
})

describe('what is sent', () => {
  it('leaves out what is empty', () => {
    const value = draft()
    expect(reportPayload(value, '')).toEqual({ case: value.case, text: '井盖破了', place: 'map', lon: 118, lat: 32 })
  })

  it('tells how exact the position was only where the phone found it', () => {
    expect(reportPayload(draft({ place: { how: 'gps', lon: 118, lat: 32, accuracy_m: 8 } }), '')).toMatchObject({ place: 'gps', accuracy_m: 8 })
    expect(reportPayload(draft({ place: { how: 'map', lon: 118, lat: 32, accuracy_m: 8 } }), '')).not.toHaveProperty('accuracy_m')
  })

  it('names the area alone where there is no place', () => {
    const sent = reportPayload(draft({ place: { how: 'none', lon: 1, lat: 2 }, area: '330101001001001' }), '')
    expect(sent).toMatchObject({ place: 'none', area: '330101001001001' })
    expect(sent).not.toHaveProperty('lon')
  })

  it('has a text also where only a photo was taken', () => {
    expect(reportPayload(draft({ text: ' ' }), '情况见照片')).toMatchObject({ text: '情况见照片' })
    expect(reportPayload(draft({ text: '漏水' }), '情况见照片')).toMatchObject({ text: '漏水，情况见照片' })
  })

  it('carries the result where it was settled', () => {
    expect(reportPayload(draft({ settled: true, result: ' 已盖好 ' }), '')).toMatchObject({ settled: { result: '已盖好' } })
  })
})

describe('what lies beside a draft', () => {
  it('comes back as it was put down', () => {
    const after = new Blob(['z'], { type: 'image/jpeg' })
    const media = { photos: [photo], after: [after], voice }
    expect(mediaOf(draft({ photos: 1 }), blobsOf(media))).toEqual(media)
    expect(mediaOf(draft({ photos: 0 }), [voice])).toEqual({ photos: [], after: [], voice })
  })
})
