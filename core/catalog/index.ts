export { countStock, receiveStock } from './count-stock.ts'
export { getProduct } from './get-product.ts'
export { listCategories } from './list-categories.ts'
export { listProducts, type ProductPage } from './list-products.ts'
export {
  putBackStock,
  releaseStock,
  reserveStock,
  sellFromShelf,
  sellRegardless,
  sellReserved,
  stockShort,
  type Wanted,
} from './order-stock.ts'
export {
  type Category,
  type ListedProduct,
  type Product,
  type SaveProduct,
  saveProductSchema,
  searchWords,
  sizeSays,
  skuSchema,
  unitPriceSchema,
  type Variant,
} from './product.ts'
export { catalogReactions } from './reactions.ts'
export { ensureReportedProducts, productsOfSkus, type ReportedProduct, type SoldProduct } from './reported-products.ts'
export { saveProduct } from './save-product.ts'
export { sizesOfSku } from './sizes-of-sku.ts'
export { type ForSale, readVariants } from './variants-for-sale.ts'
export { wishRestock } from './wish-restock.ts'
