import { DateTime } from 'luxon'
import type { BusinessSettings } from '../business.ts'

export interface AnswerTime {
  /** Somebody is there now. */
  readonly open: boolean
  /** When somebody is there next; now, if it is open. */
  readonly from: Date
  /** By when they answer: so many minutes of opening hours from now. */
  readonly due: Date
}

/** When a person can count on an answer. Nothing where the business names no hours at all. */
export function answerTime(now: Date, zone: string, settings: Pick<BusinessSettings, 'hours' | 'answerWithin'>) {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day')
  let left = settings.answerWithin * 60_000
  let from: number | undefined
  for (let days = 0; days <= horizonDays; days += 1) {
    // Yesterday counts too: a day may end after midnight by the zone's own clock change.
    for (const span of spansOf(today.plus({ days: days - 1 }), settings.hours)) {
      const start = Math.max(span.from, now.getTime())
      if (span.to <= start) continue
      from ??= start
      if (span.to - start >= left) return answer(now, from, start + left)
      left -= span.to - start
    }
  }
  return undefined
}

/** Opening hours of one local day as instants, in order and without overlaps. */
export function spansOf(day: DateTime, hours: BusinessSettings['hours']): { from: number; to: number }[] {
  const spans = hours
    .filter(({ weekday, from, to }) => weekday === day.weekday && from < to)
    .map(({ from, to }) => ({ from: minuteOf(day, from), to: minuteOf(day, to) }))
    .sort((a, b) => a.from - b.from)
  const merged: { from: number; to: number }[] = []
  for (const span of spans) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push({ ...span })
  }
  return merged
}

/** By the clock on the wall, whatever the day's length. */
function minuteOf(day: DateTime, minute: number): number {
  const at = minute === 1440 ? day.plus({ days: 1 }) : day.set({ hour: Math.floor(minute / 60), minute: minute % 60 })
  return at.toMillis()
}

const answer = (now: Date, from: number, due: number): AnswerTime => ({
  open: from === now.getTime(),
  from: new Date(from),
  due: new Date(due),
})

const horizonDays = 400
