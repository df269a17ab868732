import { z } from 'zod'
import {
  type Booking,
  bookingSays,
  dayOf,
  type MasterDay,
  plusDays,
  readDay,
  whoComes,
} from '../../../core/bookings/index.ts'
import { button, message } from '../../../core/message.ts'
import { type Say, say } from '../../../core/say.ts'
import { end, type Feature, type Move, type Talk } from '../../conversation/flow.ts'
import { shownAt } from '../pick-time.ts'

/** The day as it stands: masters see their own, managers everybody's, each with what is still free. */
async function showDay(talk: Talk, day: string): Promise<Move> {
  const masters = await talk.run(readDay, { day })
  const text: Say[] = [
    say('bookings-today-title', {
      day: { day, show: 'day' },
      count: masters.reduce((sum, one) => sum + one.bookings.length, 0),
    }),
  ]
  for (const one of masters) text.push(...(await linesOf(talk, one, masters.length > 1)))
  const next = masters.flatMap((one) => one.bookings).filter((booking) => booking.endsAt > talk.now)
  const soonest = next.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()).slice(0, 4)
  const today = dayOf(talk.now, talk.business.timezone)
  return end(
    message(text, [
      ...(await Promise.all(soonest.map(async (booking) => [await labelOf(talk, booking)]))),
      [
        ...(day > today ? [button(say('bookings-button-today'), '/today')] : []),
        button(
          say('bookings-day-after', { day: { day: plusDays(day, 1), show: 'day' } }),
          `/today ${plusDays(day, 1)}`,
        ),
      ],
    ]),
  )
}

async function linesOf(talk: Talk, { master, bookings, free }: MasterDay, named: boolean): Promise<Say[]> {
  const lines: Say[] = named ? [say('bookings-today-master', { master: { names: master.names } })] : []
  for (const booking of bookings) {
    const customer = await whoComes(talk.tx, booking)
    lines.push(say('bookings-today-line', { ...bookingSays(talk.tx, booking), customer }))
  }
  if (bookings.length === 0) lines.push(say('bookings-today-nobody'))
  const windows = free.map(({ from, to }) =>
    say('bookings-today-window', { from: shownAt(talk, from, 'time'), to: shownAt(talk, to, 'time') }),
  )
  if (windows.length > 0) lines.push(say('bookings-today-free', { windows: { list: windows, join: 'comma' } }))
  return lines
}

async function labelOf(talk: Talk, booking: Booking) {
  const says = { ...bookingSays(talk.tx, booking), customer: await whoComes(talk.tx, booking) }
  return button(say('bookings-staff-label', says), `/booking show ${booking.id}`)
}

export const feature: Feature = {
  commands: [
    {
      name: 'today',
      audience: 'staff',
      permission: 'bookings.day',
      // The business's bookings are the managers'; a master who asks for them means their own day.
      intents: ['today', 'bookings'],
      menu: true,
      module: 'bookings',
      run: async (talk, { args, slots }) => {
        const day = z.iso.date().safeParse(args).success ? args : await dayIn(talk, args, slots.date)
        return showDay(talk, day ?? dayOf(talk.now, talk.business.timezone))
      },
    },
  ],
}

/** "/today завтра": the day that was typed, if any. */
async function dayIn(talk: Talk, args: string, date: string | undefined): Promise<string | undefined> {
  return args === '' ? date : (await talk.understand(args)).slots.date
}
