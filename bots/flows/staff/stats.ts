import {
  besideBefore,
  type DaysBefore,
  type OperationsReport,
  type ReportGroup,
  readOperations,
  readStats,
  type Stats,
  type StatsDays,
  type StatsPart,
  statsDays,
  statsPeriods,
  timeGroupFor,
} from '../../../core/analytics/index.ts'
import { type Button, button, type Message, message } from '../../../core/message.ts'
import { minorDigits } from '../../../core/money.ts'
import type { Chart } from '../../../core/picture.ts'
import { type Say, type SayArgument, say, verbatim } from '../../../core/say.ts'
import { type Call, end, type Feature, type Talk } from '../../conversation/flow.ts'
import { locales } from '../../conversation/words.ts'

/** The business at a glance, with a picture: `/stats [today|week|month|FROM TO] [time|category|...|operations]`, or in plain words. */
export const feature: Feature = {
  commands: [
    {
      name: 'stats',
      audience: 'staff',
      permission: 'reports.read',
      intents: ['stats'],
      menu: true,
      async run(talk, call) {
        const { period, group, asked } = wishOf(talk, call)
        if (group === 'operations') {
          const report = await talk.run(readOperations, { ...asked.days, before: asked.before })
          return end(operations(talk, report, { period, group, asked }))
        }
        const grouped = group === 'time' ? timeGroupFor(asked.days) : group
        const stats = await talk.run(readStats, { ...asked, group: grouped })
        return end(shown(talk, stats, { period, group, grouped }))
      },
    },
  ],
}

const groups = ['time', 'category', 'product', 'source', 'channel', 'staff', 'operations'] as const
type Group = (typeof groups)[number]

interface Wish {
  /** As it is written in a command. */
  readonly period: string
  readonly group: Group
  readonly asked: StatsDays
}

interface View extends Pick<Wish, 'period' | 'group'> {
  readonly grouped: ReportGroup
}

/** What was asked for: the words after the command, else what the plain words named, else this week. */
function wishOf(talk: Talk, call: Call): Wish {
  const { timezone } = talk.business
  const words = call.args
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const group = groups.find((one) => one === words.at(-1))
  const dates = group ? words.slice(0, -1) : words
  const { period } = call.slots
  if (dates.length === 0 && period) {
    const days = { from: period.from, to: period.to }
    return { period: `${days.from} ${days.to}`, group: group ?? 'time', asked: besideBefore(days, talk.now, timezone) }
  }
  const named = dates.length === 0 ? ['week'] : dates
  return { period: named.join(' '), group: group ?? 'time', asked: statsDays(named, talk.now, timezone) }
}

function shown(talk: Talk, stats: Stats, view: View): Message {
  const { now, past } = stats
  const money = (amount: number) => ({ money: amount, currency: talk.business.currency })
  const line = (id: string, value: number, before: number, show: (value: number) => SayArgument) =>
    say(`stats-${id}`, { now: show(value), change: change(value, before, show) })
  const count = (value: number) => value
  const text: Say[] = [
    say('stats-heading', { days: daysSay(talk, stats.days), before: daysSay(talk, stats.before) }),
    line('revenue', now.revenue, past.revenue, money),
    line('orders', now.orders, past.orders, count),
    line('average', now.average_order, past.average_order, money),
    line('visits', now.visits, past.visits, count),
    line('new-customers', now.new_customers, past.new_customers, count),
    now.first_answer === null
      ? say('stats-first-answer-none')
      : line('first-answer', now.first_answer, past.first_answer ?? 0, duration),
    ...(now.refunds > 0 || past.refunds > 0 ? [line('refunds', now.refunds, past.refunds, money)] : []),
    ...highlights(talk, stats, view, money),
  ]
  return message(text, buttons(view), { image: { kind: 'chart', chart: chart(talk, stats, view) } })
}

/** How the work goes: the same figures as `GET /v1/reports/response-times`. */
function operations(talk: Talk, report: OperationsReport, wish: Wish): Message {
  const { totals, before, buckets } = report
  const line = (id: string, value: number | null, past: number | null, show: (value: number) => SayArgument): Say[] =>
    value === null ? [] : [say(`stats-${id}`, { now: show(value), change: change(value, past ?? 0, show) })]
  const asked = buckets.filter((bucket) => bucket.requests > 0)
  const text: Say[] = [
    say('stats-heading', { days: daysSay(talk, wish.asked.days), before: daysSay(talk, wish.asked.before) }),
    say('stats-requests', { requests: totals.requests, answered: totals.answered }),
    ...line('first-answer', totals.first_response, before.first_response, duration),
    ...line('handling', totals.handling, before.handling, duration),
    ...line('bot-share', totals.bot_share, before.bot_share, percent),
    say('stats-handled', { orders: totals.orders_handled, bookings: totals.bookings_handled }),
    say('stats-viber', { paid: totals.viber_paid, free: totals.viber_free }),
    ...(asked.length > 0 ? [say('stats-buckets')] : []),
    ...asked.map(({ bucket, requests, converted, conversion }) =>
      say('stats-bucket', {
        wait: say(bucketWords[bucket]),
        requests,
        converted,
        conversion: percent(conversion ?? 0),
      }),
    ),
  ]
  return message(text, buttons(wish), {
    image: {
      kind: 'chart',
      chart: {
        kind: 'bars-vs-before',
        title: talk.text(bestWait(report.buckets)),
        subtitle: talk.text(say('stats-subtitle-buckets', { days: daysSay(talk, wish.asked.days) })),
        unit: talk.text(say('stats-unit-percent')),
        format: { locale: locales[talk.address.language], decimals: 0 },
        labels: buckets.map(({ bucket }) => talk.text(say(bucketWords[bucket]))),
        labelsAre: 'categories',
        noData: talk.text(say('stats-no-requests')),
        now: {
          name: talk.text(say('stats-now')),
          values: buckets.map(({ conversion }) => (conversion === null ? null : conversion * 100)),
        },
      },
    },
  })
}

/** Of those who had an answer: after which wait they bought most. */
function bestWait(buckets: OperationsReport['buckets']): Say {
  const answered = buckets.filter(({ bucket, requests }) => bucket !== 'none' && requests > 0)
  const [best] = [...answered].sort((a, b) => (b.conversion ?? 0) - (a.conversion ?? 0))
  if (!best?.conversion) return say('stats-title-buckets-none')
  return say('stats-title-buckets', { wait: say(bucketWords[best.bucket]), conversion: percent(best.conversion) })
}

const percent = (part: number): Say => say('stats-percent', { percent: Math.round(part * 100) })

const bucketWords = {
  '0-5': 'stats-bucket-to-5',
  '5-15': 'stats-bucket-to-15',
  '15-60': 'stats-bucket-to-60',
  '60-240': 'stats-bucket-to-240',
  '240-': 'stats-bucket-later',
  none: 'stats-bucket-none',
} as const satisfies Record<OperationsReport['buckets'][number]['bucket'], string>

/** ▲ and ▼ against the period before; where there was nothing to compare with, it says so. */
function change(now: number, before: number, show: (value: number) => SayArgument): Say {
  if (before === 0) return say(now === 0 ? 'stats-change-same' : 'stats-change-first')
  if (now === before) return say('stats-change-same')
  const percent = percentOf(now, before)
  if (percent === 0)
    return say(now > before ? 'stats-change-up-a-little' : 'stats-change-down-a-little', { before: show(before) })
  return say(now > before ? 'stats-change-up' : 'stats-change-down', { percent, before: show(before) })
}

function percentOf(now: number, before: number): number {
  const percent = (Math.abs(now - before) / before) * 100
  return percent >= 10 ? Math.round(percent) : Math.round(percent * 10) / 10
}

function duration(seconds: number): Say {
  if (seconds < 60) return say('stats-seconds', { seconds: Math.round(seconds) })
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return say('stats-minutes', { minutes })
  return say('stats-hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

function daysSay(talk: Talk, { from, to, until }: DaysBefore): Say {
  if (from !== to) return say('stats-days', { from: { day: from, show: 'date' }, to: { day: to, show: 'date' } })
  const day = { day: from, show: 'day' } as const
  if (!until) return say('stats-day', { day })
  return say('stats-day-until', {
    day,
    time: { moment: until.toISOString(), zone: talk.business.timezone, show: 'time' },
  })
}

/** What the picture shows, for whoever cannot see it: the best day, or the parts that weigh most. */
function highlights(talk: Talk, stats: Stats, view: View, money: (amount: number) => SayArgument): Say[] {
  if (view.group !== 'time') {
    return stats.parts.slice(0, mostLines).map((part, at) =>
      say('stats-part', {
        place: at + 1,
        name: partName(view.grouped, part),
        now: money(part.revenue),
        change: change(part.revenue, part.before, money),
      }),
    )
  }
  const best = [...stats.parts].sort((a, b) => b.revenue - a.revenue)[0]
  if (!best || best.revenue === 0) return []
  return [
    say(`stats-best-${view.grouped}`, { name: timeLabel(talk, view.grouped, best.key), now: money(best.revenue) }),
  ]
}

function buttons({ period, group }: Pick<View, 'period' | 'group'>): Button[][] {
  const periods = statsPeriods.map((one) =>
    button(
      say(one === period ? 'stats-chosen' : 'stats-other', { label: say(`stats-${one}`) }),
      `/stats ${one} ${group}`,
    ),
  )
  const parts = groups.map((one) =>
    button(
      say(one === group ? 'stats-chosen' : 'stats-other', { label: say(`stats-by-${one}`) }),
      `/stats ${period} ${one}`,
    ),
  )
  return [periods, parts.slice(0, 3), parts.slice(3, 6), parts.slice(6)]
}

const mostLines = 5
const mostBars = 8

function chart(talk: Talk, stats: Stats, view: View): Chart {
  const { currency } = talk.business
  const unit = 10 ** minorDigits(currency)
  const inTime = view.group === 'time'
  const parts = inTime ? lived(stats.parts, view.grouped) : stats.parts.slice(0, mostBars)
  return {
    kind: 'bars-vs-before',
    title: talk.text(finding(talk, stats)),
    subtitle: talk.text(
      say('stats-subtitle', { days: daysSay(talk, stats.days), before: daysSay(talk, stats.before) }),
    ),
    format: { locale: locales[talk.address.language], currency, decimals: 0 },
    labels: parts.map((part) =>
      inTime ? timeLabel(talk, view.grouped, part.key) : talk.text(partName(view.grouped, part)).slice(0, 200),
    ),
    labelsAre: inTime ? 'dates' : 'categories',
    noData: talk.text(say('stats-no-data')),
    now: { name: talk.text(say('stats-now')), values: parts.map((part) => part.revenue / unit) },
    before: { name: talk.text(say('stats-before')), values: parts.map((part) => part.before / unit) },
  }
}

/** The hours between the first and the last sale; the night says nothing. */
function lived(parts: readonly StatsPart[], grouped: ReportGroup): readonly StatsPart[] {
  if (grouped !== 'hour') return parts
  const busy = parts.flatMap((part, at) => (part.revenue > 0 || part.before > 0 ? [at] : []))
  return parts.slice(Math.min(...busy, 9), Math.max(...busy, 19) + 1)
}

/** The title says what came out, not what is shown. */
function finding(talk: Talk, { now, past }: Stats): Say {
  const revenue = { money: now.revenue, currency: talk.business.currency }
  if (now.revenue === 0) return say('stats-title-none')
  if (past.revenue === 0) return say('stats-title-first', { now: revenue })
  const percent = percentOf(now.revenue, past.revenue)
  if (percent === 0) return say('stats-title-same', { now: revenue })
  return say(now.revenue > past.revenue ? 'stats-title-up' : 'stats-title-down', { percent, now: revenue })
}

function timeLabel(talk: Talk, grouped: ReportGroup, key: string): string {
  if (grouped === 'hour') return `${key}:00`
  const day = new Date(`${grouped === 'month' ? `${key}-01` : key}T12:00:00Z`)
  const parts =
    grouped === 'month'
      ? ({ month: 'short', year: '2-digit' } as const)
      : ({ day: '2-digit', month: '2-digit' } as const)
  return new Intl.DateTimeFormat(locales[talk.address.language], { ...parts, timeZone: 'UTC' }).format(day)
}

function partName(grouped: ReportGroup, { key, names }: StatsPart): Say {
  if (names) return say('stats-name', { name: { names } })
  const known = ourWords.get(`${grouped}/${key}`)
  return known ? say(known) : verbatim(key)
}

/** Keys that we gave ourselves have words; all others are the owner's or the app's own. */
const ourWords = new Map([
  ['category/services', 'stats-category-services'],
  ['category/none', 'stats-category-none'],
  ['product/none', 'stats-product-none'],
  ['source/unknown', 'stats-source-unknown'],
  ['source/referral', 'stats-source-referral'],
  ['source/walk-in', 'stats-source-walk-in'],
  ['source/instagram', 'stats-source-instagram'],
  ['source/facebook', 'stats-source-facebook'],
  ['source/google', 'stats-source-google'],
  ['source/telegram', 'stats-channel-telegram'],
  ['source/viber', 'stats-channel-viber'],
  ['channel/telegram', 'stats-channel-telegram'],
  ['channel/viber', 'stats-channel-viber'],
  ['channel/web', 'stats-channel-web'],
  ['channel/counter', 'stats-channel-counter'],
  ['channel/api', 'stats-channel-api'],
  ['staff/none', 'stats-staff-none'],
])
