import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { DateTime } from 'luxon'
import { z } from 'zod'

/** The columns of the UCI "Online Retail" log. */
const rowSchema = z.object({
  InvoiceNo: z.string().trim().min(1),
  StockCode: z.string().trim().min(1),
  Description: z.string().trim(),
  Quantity: z.string().regex(/^-?\d+$/),
  InvoiceDate: z.string(),
  UnitPrice: z.string().regex(/^-?\d+(\.\d+)?$/),
  CustomerID: z.string().trim(),
  Country: z.string().trim().min(1),
})
type Row = z.output<typeof rowSchema>

/** What the API takes, one per invoice. */
export type RetailEvent = Readonly<Record<string, unknown>> & { readonly type: 'purchase' | 'refund' }

export interface RetailLog {
  /** In the order of their time, so that a refund comes after what it gives back. */
  readonly events: readonly RetailEvent[]
  readonly rows: number
  readonly saleRows: number
  readonly refundRows: number
  /** Rows that are neither a sale nor a cancellation, by why. */
  readonly noSale: ReadonlyMap<string, number>
  /** Adjustments of the books (invoice A...) that are a sale by the published rule: quantity and price above zero. */
  readonly adjustmentsAsSales: number
  readonly from: string
  readonly to: string
  /** Names the file by its content: a run that was interrupted goes on only with the same one. */
  readonly fingerprint: string
}

/**
 * Reads the log as invoices. A sale row has an invoice number without C and a quantity and price above zero; rows of an
 * invoice with C are given back; exact duplicates are lines like all others. Everything else is counted by its reason.
 */
export async function readOnlineRetail(file: string): Promise<RetailLog> {
  const hash = createHash('sha256')
  const invoices = new Map<string, Row[]>()
  const noSale = new Map<string, number>()
  const count = { rows: 0, saleRows: 0, refundRows: 0, adjustmentsAsSales: 0 }
  const days: string[] = []
  for await (const line of recordsOf(file, (bytes) => hash.update(bytes))) {
    const row = rowSchema.parse(line)
    count.rows += 1
    const why = reasonOfNoSale(row)
    if (why) {
      noSale.set(why, (noSale.get(why) ?? 0) + 1)
      continue
    }
    if (isCancellation(row)) count.refundRows += 1
    else count.saleRows += 1
    if (row.InvoiceNo.startsWith('A')) count.adjustmentsAsSales += 1
    const rows = invoices.get(row.InvoiceNo)
    if (rows) rows.push(row)
    else invoices.set(row.InvoiceNo, [row])
    days.push(row.InvoiceDate.slice(0, 10))
  }
  const sorted = [...invoices.values()].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0))
  const [from = '', to = ''] = [days.reduce(least, days[0] ?? ''), days.reduce(greatest, '')]
  return { ...count, events: sorted.map(eventOf), noSale, from, to, fingerprint: hash.digest('hex').slice(0, 16) }
}

/** The lines of a CSV file, packed or not. */
function recordsOf(file: string, see: (bytes: Buffer) => void): AsyncIterable<unknown> {
  const bytes = createReadStream(file)
  bytes.on('data', (chunk) => see(Buffer.from(chunk)))
  const parser = parse({ columns: true, bom: true, relax_column_count: false })
  const fail = (error: Error) => parser.destroy(error)
  bytes.on('error', fail)
  if (!file.endsWith('.gz')) return bytes.pipe(parser)
  return bytes.pipe(createGunzip().on('error', fail)).pipe(parser)
}

const isCancellation = ({ InvoiceNo }: Row) => InvoiceNo.startsWith('C')

function reasonOfNoSale(row: Row): string | undefined {
  const [quantity, price] = [Number(row.Quantity), Number(row.UnitPrice)]
  if (isCancellation(row)) return quantity < 0 && price > 0 ? undefined : 'a cancellation that gives nothing back'
  if (price < 0) return 'a negative price (an adjustment of the books)'
  if (quantity <= 0)
    return price === 0 ? 'a quantity below zero at no price (lost or damaged)' : 'a quantity not above zero'
  if (price === 0) return 'a price of zero (a gift, a sample or a count)'
  return undefined
}

const timeOf = (rows: readonly Row[]) => rows[0]?.InvoiceDate ?? ''
const least = (a: string, b: string) => (b < a ? b : a)
const greatest = (a: string, b: string) => (b > a ? b : a)

function eventOf(rows: readonly Row[]): RetailEvent {
  const [first] = rows
  if (!first) throw new Error('an invoice without rows')
  const at = DateTime.fromFormat(first.InvoiceDate.slice(0, 16), 'yyyy-MM-dd HH:mm', { zone: 'Europe/London' }).toISO()
  if (!at) throw new Error(`invoice ${first.InvoiceNo}: no time in "${first.InvoiceDate}"`)
  const common = {
    external_id: first.InvoiceNo,
    ...(first.CustomerID === '' ? {} : { customer: { external_id: first.CustomerID } }),
    source: first.Country,
    items: rows.map((row) => ({
      sku: row.StockCode,
      ...(row.Description === '' ? {} : { name: row.Description }),
      quantity: Math.abs(Number(row.Quantity)),
      unit_price: row.UnitPrice,
    })),
  }
  return isCancellation(first)
    ? { type: 'refund', ...common, refunded_at: at }
    : { type: 'purchase', ...common, purchased_at: at }
}
