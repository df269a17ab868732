import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { settingsSchema } from '../../../core/business.ts'
import { answerTime, spansOf } from '../../../core/inbox/answer-time.ts'

const zone = 'Europe/Kyiv'
const settings = settingsSchema.parse({})
const at = (local: string) => DateTime.fromISO(local, { zone }).toJSDate()

describe('by when a person is answered', () => {
  test.each([
    ['in the middle of the day', '2026-05-12T10:00', { open: true, from: '2026-05-12T10:00', due: '2026-05-12T10:30' }],
    ['early in the morning', '2026-05-12T07:10', { open: false, from: '2026-05-12T09:00', due: '2026-05-12T09:30' }],
    ['shortly before closing', '2026-05-12T18:50', { open: true, from: '2026-05-12T18:50', due: '2026-05-13T09:20' }],
    ['on a Saturday night', '2026-05-16T22:00', { open: false, from: '2026-05-18T09:00', due: '2026-05-18T09:30' }],
  ])('%s', (_when, now, wanted) => {
    expect(answerTime(at(now), zone, settings)).toEqual({
      open: wanted.open,
      from: at(wanted.from),
      due: at(wanted.due),
    })
  })

  test('nothing is promised where no hours are named', () => {
    expect(answerTime(at('2026-05-12T10:00'), zone, { hours: [], answerWithin: 30 })).toBeUndefined()
  })

  const hours = fc.array(
    fc
      .record({
        weekday: fc.integer({ min: 1, max: 7 }),
        one: fc.integer({ min: 0, max: 1440 }),
        two: fc.integer({ min: 0, max: 1440 }),
      })
      .filter(({ one, two }) => Math.abs(one - two) >= 15)
      .map(({ weekday, one, two }) => ({ weekday, from: Math.min(one, two), to: Math.max(one, two) })),
    { minLength: 1, maxLength: 8 },
  )
  // The clocks of Kyiv change on 29 March and 25 October 2026.
  const moment = fc
    .integer({ min: Date.UTC(2026, 2, 20) / 60_000, max: Date.UTC(2026, 10, 10) / 60_000 })
    .map((minutes) => new Date(minutes * 60_000))

  test('just as many open minutes lie between the question and the promise as were named, on every day of the year', () => {
    fc.assert(
      fc.property(moment, hours, fc.integer({ min: 1, max: 300 }), (now, hours, answerWithin) => {
        const found = answerTime(now, zone, { hours, answerWithin })
        if (!found) return false
        expect(found.from.getTime()).toBeGreaterThanOrEqual(now.getTime())
        expect(openMinutes(now, found.due, hours)).toBe(answerWithin)
        expect(openMinutes(now, found.from, hours)).toBe(0)
        expect(found.open).toBe(openMinutes(now, new Date(now.getTime() + 60_000), hours) > 0)
        return true
      }),
      { numRuns: 200 },
    )
  })
})

/** Counted the slow way: minute by minute on the wall's clock. */
function openMinutes(from: Date, to: Date, hours: readonly { weekday: number; from: number; to: number }[]): number {
  let count = 0
  for (
    let day = DateTime.fromJSDate(from, { zone }).startOf('day');
    day.toJSDate() <= to;
    day = day.plus({ days: 1 })
  ) {
    for (const span of spansOf(day, [...hours])) {
      const start = Math.max(span.from, from.getTime())
      count += Math.max(0, Math.min(span.to, to.getTime()) - start)
    }
  }
  return count / 60_000
}
