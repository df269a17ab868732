import { z } from 'zod'
import { type Names, namesSchema } from '../business.ts'

export interface Service {
  readonly id: string
  readonly names: Names
  readonly about: Names | null
  readonly durationMin: number
  /** Minutes after the visit in which the master takes nobody. */
  readonly bufferMin: number
  readonly price: number
  readonly listed: boolean
}

/** Somebody of the staff whom customers can book, as customers see them. */
export interface Master {
  readonly id: string
  readonly names: Names
}

export const serviceInput = z.object({
  /** Without it a new service is made. */
  id: z.guid().optional(),
  names: namesSchema,
  about: namesSchema.nullable().default(null),
  durationMin: z.int().min(5).max(720),
  bufferMin: z.int().min(0).max(240).default(0),
  price: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  listed: z.boolean().default(true),
  /** Who does it. */
  staffIds: z.array(z.guid()).max(200).default([]),
})
export type ServiceInput = z.output<typeof serviceInput>

export const hoursInput = z.object({
  staffId: z.guid(),
  hours: z
    .array(
      z
        .object({
          weekday: z.int().min(1).max(7),
          fromMinute: z.int().min(0).max(1439),
          toMinute: z.int().min(1).max(1440),
        })
        .refine((hours) => hours.fromMinute < hours.toMinute),
    )
    .max(50),
})
export type HoursInput = z.output<typeof hoursInput>
