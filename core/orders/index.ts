export { acceptOrder } from './accept-order.ts'
export { cancelOrder } from './cancel-order.ts'
export { addToCart, type Cart, type CartLine, changeCart, clearCart, mostOfOne, readCart } from './cart.ts'
export { changeOrderLine } from './change-order-line.ts'
export { counterSale } from './counter-sale.ts'
export { declineOrder } from './decline-order.ts'
export { markDelivered } from './deliver-order.ts'
export { expireOrder } from './expire-order.ts'
export {
  type Purchase,
  purchaseSchema,
  type Recorded,
  type Refund,
  refundSchema,
  type View,
  viewSchema,
} from './fact.ts'
export { deliverySays, lineSays, orderSays, ownCard, staffCard } from './messages.ts'
export {
  type DeliveryMethod,
  deliveryMethods,
  isChangeable,
  type ListedOrder,
  type Order,
  type OrderLine,
  type OrderState,
  orderStates,
} from './order.ts'
export { markPaid } from './pay-order.ts'
export { placeOrder } from './place-order.ts'
export { type PricedLine, priceLines } from './price-lines.ts'
export { orderReactions } from './reactions.ts'
export { getOrder, listOrders, listOwnOrders, type OrderPage, openStates } from './read-orders.ts'
export { recordPurchases } from './record-purchase.ts'
export { recordRefunds } from './record-refund.ts'
export { recordViews } from './record-view.ts'
export { repeatOrder } from './repeat-order.ts'
export { returnOrder } from './return-order.ts'
export { markSent } from './send-order.ts'
