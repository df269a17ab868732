import type { Feature } from '../conversation/flow.ts'
import { feature as askAHuman } from './customer/ask-a-human.ts'
import { feature as bookAppointment } from './customer/book-appointment.ts'
import { feature as browseCatalog } from './customer/browse-catalog.ts'
import { feature as cart } from './customer/cart.ts'
import { feature as language } from './customer/language.ts'
import { feature as myBookings } from './customer/my-bookings.ts'
import { feature as myLoyalty } from './customer/my-loyalty.ts'
import { feature as myOrders } from './customer/my-orders.ts'
import { feature as myProfile } from './customer/my-profile.ts'
import { feature as placeOrder } from './customer/place-order.ts'
import { feature as priceList } from './customer/price-list.ts'
import { feature as promotions } from './customer/promotions.ts'
import { feature as welcome } from './customer/welcome.ts'
import { feature as answerCustomer } from './staff/answer-customer.ts'
import { feature as staffBookings } from './staff/bookings.ts'
import { feature as counterSale } from './staff/counter-sale.ts'
import { feature as customerCard } from './staff/customer-card.ts'
import { feature as deadLetters } from './staff/dead-letters.ts'
import { feature as orders } from './staff/orders.ts'
import { feature as owner } from './staff/owner.ts'
import { feature as requests } from './staff/requests.ts'
import { feature as stats } from './staff/stats.ts'
import { feature as stock } from './staff/stock.ts'
import { feature as team } from './staff/team.ts'
import { feature as today } from './staff/today.ts'

/** Every talk and command there is. A new file of talks is added here and nowhere else. */
export const features: readonly Feature[] = [
  welcome,
  browseCatalog,
  cart,
  placeOrder,
  myOrders,
  bookAppointment,
  myBookings,
  askAHuman,
  priceList,
  myLoyalty,
  myProfile,
  language,
  promotions,
  orders,
  counterSale,
  stock,
  staffBookings,
  today,
  stats,
  requests,
  answerCustomer,
  customerCard,
  team,
  owner,
  deadLetters,
]
