import { type Button, button } from '../../core/message.ts'
import { say } from '../../core/say.ts'

/** As many as fit a screen of a phone beside the other buttons. */
export const pageSize = 6

/** The row that leads to the pages before and after; none where there is one page. `press` says how a page is asked for. */
export function pager(page: number, total: number, press: (page: number) => string, size = pageSize): Button[][] {
  const pages = Math.ceil(total / size)
  const row = [
    ...(page > 0 ? [button(say('catalog-page-before', { page, pages }), press(page - 1))] : []),
    ...(page + 1 < pages ? [button(say('catalog-page-after', { page: page + 2, pages }), press(page + 1))] : []),
  ]
  return row.length > 0 ? [row] : []
}

/** A page's number as it came with a press; anything else is the first. */
export const pageOf = (text: string | undefined): number => (/^\d{1,4}$/.test(text ?? '') ? Number(text) : 0)
