import { describe, expect, test } from 'vitest'
import { besideBefore, statsDays, timeGroupFor } from '../../../core/analytics/index.ts'

// Saturday, 21 November 2026, 00:30 in Kyiv: still Friday in UTC.
const now = new Date('2026-11-20T22:30:00Z')
const zone = 'Europe/Kyiv'
const asked = (text: string) => statsDays(text.split(' '), now, zone)

describe('days that are asked for', () => {
  test('today is the day of the business, beside as much of yesterday', () => {
    const { days, before } = asked('today')
    expect(days).toEqual({ from: '2026-11-21', to: '2026-11-21' })
    expect(before).toEqual({ from: '2026-11-20', to: '2026-11-20', until: new Date('2026-11-19T22:30:00Z') })
  })

  test('a week or a month that is not over is compared with the same days of the one before', () => {
    expect(asked('week')).toEqual({
      days: { from: '2026-11-16', to: '2026-11-21' },
      before: { from: '2026-11-09', to: '2026-11-14' },
    })
    expect(asked('month')).toEqual({
      days: { from: '2026-11-01', to: '2026-11-21' },
      before: { from: '2026-10-01', to: '2026-10-21' },
    })
    const march = new Date('2026-03-30T12:00:00Z')
    expect(statsDays(['month'], march, zone).before).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  })

  test('a month that is over is compared with the whole month before, other days with as many before', () => {
    expect(asked('2026-03-01 2026-03-31').before).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(asked('2026-03-02 2026-03-05').before).toEqual({ from: '2026-02-26', to: '2026-03-01' })
    expect(besideBefore({ from: '2026-01-01', to: '2026-01-31' }, now, zone).before.from).toBe('2025-12-01')
  })

  test('dates may be written the local way; without a year the latest that has been is meant', () => {
    expect(asked('1.11.2026 15.11.2026').days).toEqual({ from: '2026-11-01', to: '2026-11-15' })
    expect(asked('5.11').days).toEqual({ from: '2026-11-05', to: '2026-11-05' })
    expect(asked('20/12 31/12').days).toEqual({ from: '2025-12-20', to: '2025-12-31' })
  })

  test.each([
    '',
    'вчора',
    '2026-02-30',
    '31.04',
    '2026-11-05 2026-11-01',
    '0001-01-01',
    '1.11 2.11 3.11',
    '2026-13-01',
    'week month',
  ])('"%s" is no period', (text) => {
    expect(() => asked(text)).toThrow('period-invalid')
  })

  test('are cut into parts that fit a picture', () => {
    const group = (from: string, to: string) => timeGroupFor({ from, to })
    expect(group('2026-11-01', '2026-11-01')).toBe('hour')
    expect(group('2026-10-01', '2026-10-31')).toBe('day')
    expect(group('2026-06-01', '2026-10-31')).toBe('week')
    expect(group('2025-01-01', '2026-10-31')).toBe('month')
  })
})
