import type { Feature } from '../conversation/flow.ts'
import { feature as bookAppointment } from './customer/book-appointment.ts'
import { feature as browseCatalog } from './customer/browse-catalog.ts'
import { feature as cart } from './customer/cart.ts'
import { feature as myBookings } from './customer/my-bookings.ts'
import { feature as myOrders } from './customer/my-orders.ts'
import { feature as placeOrder } from './customer/place-order.ts'
import { feature as staffBookings } from './staff/bookings.ts'
import { feature as counterSale } from './staff/counter-sale.ts'
import { feature as orders } from './staff/orders.ts'
import { feature as stats } from './staff/stats.ts'
import { feature as stock } from './staff/stock.ts'
import { feature as today } from './staff/today.ts'

/** Every talk and command there is. A new file of talks is added here and nowhere else. */
export const features: readonly Feature[] = [
  browseCatalog,
  cart,
  placeOrder,
  myOrders,
  bookAppointment,
  myBookings,
  orders,
  counterSale,
  stock,
  staffBookings,
  today,
  stats,
]
