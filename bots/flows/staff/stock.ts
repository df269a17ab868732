import { z } from 'zod'
import {
  countStock,
  getProduct,
  listProducts,
  receiveStock,
  sizeSays,
  sizesOfSku,
} from '../../../core/catalog/index.ts'
import { button, message } from '../../../core/message.ts'
import { say } from '../../../core/say.ts'
import { again, begin, defineFlow, end, type Feature, goTo, pass } from '../../conversation/flow.ts'
import { pageSize } from '../pager.ts'

const draft = z.object({
  found: z.array(z.string()).default([]),
  productId: z.string().default(''),
  variantId: z.string().default(''),
})
type Draft = z.output<typeof draft>

/** Which product, which size, came in or counted, how many. */
const stock = defineFlow<Draft>({
  name: 'stock',
  version: 1,
  draft,
  start: async (_talk, draft) => goTo('product', draft),
  steps: {
    product: {
      ask: async (talk, { found }) => {
        const rows = []
        for (const id of found) {
          const { names } = await talk.run(getProduct, { id })
          rows.push([button(say('catalog-button-stock-product', { product: { names } }), id)])
        }
        return message(say('catalog-stock-what'), rows)
      },
      take: async (answer, talk, draft) => {
        if (answer.kind === 'choice') return goTo('size', { ...draft, productId: answer.value })
        if (answer.kind !== 'text') return pass
        const [known] = await talk.run(sizesOfSku, { sku: answer.text })
        if (known) {
          const { id } = await talk.run(getProduct, { variantId: known.id })
          return goTo('size', { ...draft, productId: id })
        }
        const { products } = await talk.run(listProducts, { query: answer.text.slice(0, 200), limit: pageSize })
        const [only, ...others] = products
        if (!only) return again(say('orders-sale-not-found', { words: answer.text.slice(0, 200) }))
        if (others.length === 0) return goTo('size', { ...draft, productId: only.id })
        return goTo('product', { ...draft, found: products.map((product) => product.id) })
      },
    },
    size: {
      ask: async (talk, { productId }) => {
        const product = await talk.run(getProduct, { id: productId })
        return message(say('catalog-stock-size', { product: { names: product.names } }), [
          ...product.variants
            .slice(0, 12)
            .map(({ id, size, left }) => [button(say('orders-button-sale-size', { size, left }), id)]),
          [button(say('orders-button-back'), 'back')],
        ])
      },
      take: async (answer, talk, draft) => {
        if (answer.kind === 'choice' && answer.value === 'back') return goTo('product', { found: [] })
        const { variants } = await talk.run(getProduct, { id: draft.productId })
        const chosen = variants.find((variant) =>
          answer.kind === 'choice'
            ? variant.id === answer.value
            : answer.kind === 'text' && variant.size.toLowerCase() === answer.text.trim().toLowerCase(),
        )
        return chosen ? goTo('quantity', { ...draft, variantId: chosen.id }) : pass
      },
    },
    quantity: {
      ask: async (talk, { productId, variantId }) => {
        const product = await talk.run(getProduct, { id: productId })
        const variant = product.variants.find((one) => one.id === variantId)
        return message(
          say('catalog-stock-quantity', {
            product: { names: product.names },
            size: sizeSays(variant?.size ?? ''),
            left: variant?.left ?? 0,
          }),
          [[button(say('orders-button-back'), 'back')]],
        )
      },
      take: async (answer, talk, draft) => {
        if (answer.kind === 'choice') return goTo('size', draft)
        // "+5" came in, "=12" was counted.
        const typed = answer.kind === 'text' ? /^([+=])\s*(\d{1,5})$/.exec(answer.text.trim()) : null
        if (!typed) return answer.kind === 'text' ? again(say('catalog-stock-unclear')) : pass
        const quantity = Number(typed[2])
        const { variantId } = draft
        if (typed[1] === '+' && quantity === 0) return again(say('catalog-stock-unclear'))
        const { left } = await talk.run(typed[1] === '+' ? receiveStock : countStock, { variantId, quantity })
        return end(
          message(say('catalog-stock-done', { left }), [
            [button(say('catalog-button-stock-more'), '/stock')],
            [button(say('orders-button-all'), '/orders')],
          ]),
        )
      },
    },
  },
})

export const feature: Feature = {
  flows: [stock],
  commands: [
    {
      name: 'stock',
      audience: 'staff',
      permission: 'catalog.write',
      module: 'shop',
      menu: true,
      run: async () => begin('stock', {}),
    },
  ],
}
