import { z } from 'zod'
import {
  operationsFiguresSchema,
  operationsReportSchema,
  readOperations,
  readSalesReport,
  type SalesFigures,
  salesReportSchema,
  waitBucketSchema,
} from '../analytics/index.ts'
import { toDecimal } from '../money.ts'
import { type App, by, type Room } from './desk.ts'
import { moneySchema, namesViewSchema } from './schemas.ts'

const figuresSchema = z.object({
  revenue: moneySchema,
  orders: z.int(),
  order_revenue: moneySchema,
  average_order: moneySchema,
  visits: z.int(),
  units: z.number(),
  customers: z.int(),
  new_customers: z.int(),
  refunds: moneySchema,
})

/** The same figures as in chat: one definition, the views in schema `reports`. */
export function reportRoutes(app: App, { answer }: Room): void {
  app.get(
    '/v1/reports/sales',
    by('reports.read', {
      tags: ['reports'],
      summary: "Sales of a stretch of the business's local days, both included, and of the days before",
      querystring: salesReportSchema,
      response: {
        200: z.object({
          totals: figuresSchema,
          before: figuresSchema,
          rows: z.array(figuresSchema.extend({ key: z.string(), names: namesViewSchema.optional() })),
        }),
      },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => {
        const { totals, before, rows } = await readSalesReport(tx, actor, request.query)
        const view = (figures: SalesFigures) => figuresView(figures, tx.business.currency)
        return {
          body: {
            totals: view(totals),
            before: view(before),
            rows: rows.map(({ key, names, ...figures }) => ({ key, ...(names ? { names } : {}), ...view(figures) })),
          },
        }
      }),
  )

  app.get(
    '/v1/reports/response-times',
    by('reports.read', {
      tags: ['reports'],
      summary:
        'How fast people are answered and whether that keeps them, what the bot does alone, what Viber charges for',
      querystring: operationsReportSchema,
      response: {
        200: z.object({
          totals: operationsFiguresSchema,
          before: operationsFiguresSchema,
          buckets: z.array(waitBucketSchema),
        }),
      },
    }),
    (request, reply) =>
      answer(request, reply, async (tx, actor) => ({ body: await readOperations(tx, actor, request.query) })),
  )
}

function figuresView(figures: SalesFigures, currency: string) {
  const money = (amount: number) => toDecimal(amount, currency)
  return {
    ...figures,
    revenue: money(figures.revenue),
    order_revenue: money(figures.order_revenue),
    average_order: money(figures.average_order),
    refunds: money(figures.refunds),
  }
}
