import { z } from 'zod'
import type { TenantTx } from '../../db/tenant.ts'
import { type Actor, allow } from '../actor.ts'
import { type BusinessSettings, languageSchema, settingsSchema } from '../business.ts'
import { timezoneSchema } from './account.ts'
import { audit } from './audit.ts'
import { lockSettings, updateBusiness } from './queries.ts'

const fields = settingsSchema.shape

/** What may be changed, each by itself; what is not named stays. */
export const settingsPatchSchema = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  timezone: timezoneSchema.optional(),
  locale: languageSchema.optional(),
  hours: fields.hours.unwrap().max(50).optional(),
  answer_within: fields.answerWithin.unwrap().optional(),
  confirm_bookings: fields.confirmBookings.unwrap().optional(),
  hold_minutes: fields.holdMinutes.unwrap().optional(),
  notice_minutes: fields.noticeMinutes.unwrap().optional(),
  horizon_days: fields.horizonDays.unwrap().optional(),
  slot_step: fields.slotStep.unwrap().optional(),
  order_expires_hours: fields.orderExpiresHours.unwrap().optional(),
  delivery: fields.delivery.unwrap().max(3).optional(),
  modules: z.strictObject({ shop: z.boolean().optional(), bookings: z.boolean().optional() }).optional(),
})
export type SettingsPatch = z.output<typeof settingsPatchSchema>

export const settingsViewSchema = z.object({
  name: z.string(),
  currency: z.string(),
  timezone: z.string(),
  locale: languageSchema,
  hours: z.array(z.object({ weekday: z.int(), from: z.int(), to: z.int() })),
  answer_within: z.int(),
  confirm_bookings: z.boolean(),
  hold_minutes: z.int(),
  notice_minutes: z.int(),
  horizon_days: z.int(),
  slot_step: z.int(),
  order_expires_hours: z.int(),
  delivery: z.array(z.string()),
  modules: z.object({ shop: z.boolean(), bookings: z.boolean() }),
})
export type SettingsView = z.output<typeof settingsViewSchema>

export async function readSettings(tx: TenantTx, actor: Actor): Promise<SettingsView> {
  allow(actor, 'settings.manage')
  const { settings, ...row } = await lockSettings(tx)
  return view(row, settingsSchema.parse(settings))
}

/** Changes what is named. Other processes work by the new settings within five seconds; this one once `tenancy.forget` is called. */
export async function changeSettings(tx: TenantTx, actor: Actor, patch: SettingsPatch): Promise<SettingsView> {
  allow(actor, 'settings.manage')
  const before = await lockSettings(tx)
  const old = settingsSchema.parse(before.settings)
  const settings = settingsSchema.parse({
    hours: patch.hours ?? old.hours,
    answerWithin: patch.answer_within ?? old.answerWithin,
    confirmBookings: patch.confirm_bookings ?? old.confirmBookings,
    holdMinutes: patch.hold_minutes ?? old.holdMinutes,
    noticeMinutes: patch.notice_minutes ?? old.noticeMinutes,
    horizonDays: patch.horizon_days ?? old.horizonDays,
    slotStep: patch.slot_step ?? old.slotStep,
    orderExpiresHours: patch.order_expires_hours ?? old.orderExpiresHours,
    delivery: patch.delivery ?? old.delivery,
    modules: {
      shop: patch.modules?.shop ?? old.modules.shop,
      bookings: patch.modules?.bookings ?? old.modules.bookings,
    },
  } satisfies BusinessSettings)
  const row = {
    name: patch.name ?? before.name,
    timezone: patch.timezone ?? before.timezone,
    locale: patch.locale ?? before.locale,
  }
  await updateBusiness(tx, { ...row, settings })
  await audit(tx, actor, 'settings.change', null, { fields: Object.keys(patch).join(' ') })
  return view({ ...row, currency: before.currency }, settings)
}

function view(
  row: { name: string; currency: string; timezone: string; locale: string },
  settings: BusinessSettings,
): SettingsView {
  return {
    name: row.name,
    currency: row.currency,
    timezone: row.timezone,
    locale: languageSchema.parse(row.locale),
    hours: settings.hours,
    answer_within: settings.answerWithin,
    confirm_bookings: settings.confirmBookings,
    hold_minutes: settings.holdMinutes,
    notice_minutes: settings.noticeMinutes,
    horizon_days: settings.horizonDays,
    slot_step: settings.slotStep,
    order_expires_hours: settings.orderExpiresHours,
    delivery: settings.delivery,
    modules: settings.modules,
  }
}
