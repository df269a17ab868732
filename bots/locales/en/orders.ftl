# The cart and orders.
command-cart = your cart
command-orders = orders
command-sale = a counter sale
# A line of an order. $product — name, $size — the size with a comma before it, $quantity — how many, $price — of one, $amount — the sum
orders-line = • { $product }{ $size } — { $quantity } × { $price } = { $amount }
# $count — how many lines are not shown
orders-more-lines = … and { $count ->
    [one] { $count } more line
   *[other] { $count } more lines
}
orders-discount = Discount: { $discount }
# $total — the sum, $paid — yes or no
orders-total = Total: { $total }{ $paid ->
    [yes] {" "}· paid
   *[no] {""}
}
# $method — how, $address — an address or a branch, or nothing
orders-delivery = Delivery: { $method ->
    [pickup] pick-up
    [courier] courier
   *[nova-poshta] Nova Poshta
}{ $address }
orders-delivery-to = , { $address }
orders-comment = Comment: { $comment }
orders-reason = Reason: { $reason }
orders-tracking = Tracking number: { $tracking }

orders-cart-empty = Your cart is empty. Shall we see what there is?
orders-cart-title = Your cart:
# $left — how many are left, $short — yes if fewer than in the cart; the rest as in orders-line
orders-cart-line = • { $product }{ $size } — { $quantity } × { $price } = { $amount }{ $short ->
    [yes] {" "}({ $left } left)
   *[no] {""}
}
orders-cart-total = Total: { $total }
orders-cart-line-gone = This is no longer in your cart.
orders-cart-quantity = { $product }{ $size }: { $quantity }, { $amount }. { $left } in stock. You can also write a number.
orders-button-line = { $product }{ $size } × { $quantity }
orders-button-less = − 1
orders-button-more = + 1
orders-button-remove = Remove
orders-button-clear = Empty the cart
orders-button-cart = Cart
orders-button-back-to-cart = ← To the cart
orders-button-back = ← Back
orders-button-checkout = Check out

orders-ask-delivery = How would you like to get it?
orders-button-delivery = { $method ->
    [pickup] Pick-up
    [courier] Courier
   *[nova-poshta] Nova Poshta
}
# Words by which people name a way of delivery
orders-delivery-words = { $method ->
    [pickup] самовивіз забрати заберу магазин самовывоз забрать заберу pickup collect myself
    [courier] курєр кур’єр курьер додому домой courier door
   *[nova-poshta] нова новою пошта поштою відділення поштомат новая новой почта почтой отделение почтомат nova poshta post branch
}
# $method — how
orders-ask-address = { $method ->
    [nova-poshta] Write the city, the branch number, and the name and phone of whoever receives it.
   *[courier] Write the address, and a name and phone for the courier.
}
orders-address-unclear = Please write the whole address, 5 to 500 characters.
orders-ask-comment = Any wishes for your order? Write them, or skip.
orders-button-no-comment = No comment
# $most — the most characters
orders-comment-too-long = Too long: up to { $most } characters, please.
orders-confirm-title = Please check your order:
orders-confirm-total = To pay: { $total }
orders-button-place = Confirm
# $number — the number, $total — the sum
orders-placed = Thank you! Order № { $number } for { $total } is with us.
orders-placed-next = A manager will confirm it and write to you here. Your items are already put aside.

orders-short-title = Sorry, somebody was quicker:
# $left — how many are left; the rest as in orders-line
orders-short-line = • { $product }{ $size }: you wanted { $quantity }, { $left } left
orders-button-take-rest = Take what is left
orders-button-without = Order the rest without it
orders-button-tell-me = Tell me when it is back

orders-none = No orders yet.
# $count — how many in all
orders-list = Your orders ({ $count }):
# $number — the number, $state — where it stands, $total — the sum, $kind — chat, counter, app
orders-button-order = { $kind ->
    [chat] № { $number } · { $state ->
        [placed] new
        [accepted] accepted
        [sent] on its way
        [delivered] delivered
        [declined] declined
        [cancelled] cancelled
        [expired] not confirmed in time
       *[returned] returned
    } · { $total }
    [counter] № { $number } · in the shop · { $total }
   *[app] Purchase · { $total }
}
# $number — the number, $when — when, $state — where it stands
orders-own-title = Order № { $number } of { $when } — { $state ->
    [placed] new
    [accepted] accepted
    [sent] on its way
    [delivered] delivered
    [declined] declined
    [cancelled] cancelled
    [expired] not confirmed in time
   *[returned] returned
}
orders-button-list = My orders
orders-button-show = Order № { $number }
orders-button-cancel = Cancel № { $number }
orders-button-repeat = Order again
orders-ask-cancel = Cancel order № { $number } for { $total }?
orders-button-yes-cancel = Yes, cancel it
orders-button-keep = No, keep it
orders-cancelled = Order № { $number } is cancelled. The items are free again.
# $added — how many pieces were added, $missing — how many are not there
orders-repeated = Added to your cart: { $added }.{ $missing ->
    [0] {""}
   *[other] {" "}Not in stock: { $missing }.
}
orders-repeat-nothing = Nothing of that order is in stock now.

# What the person hears. $number — the number, $total — the sum
orders-told-placed = Order № { $number } for { $total } was placed for you.
orders-told-accepted = Order № { $number } is accepted, we are preparing it.
orders-told-declined = Sorry, we cannot fulfil order № { $number }.
orders-told-sent = Order № { $number } is on its way.
orders-told-delivered = Order № { $number } is with you. Thank you for choosing us!
orders-told-paid = We received { $total } for order № { $number }. Thank you!
orders-told-cancelled = Order № { $number } is cancelled.
orders-told-expired = Nobody confirmed order № { $number } in time, so it has ended. We are sorry! You can order again.
orders-told-returned = The return of order № { $number } is done.
orders-told-changed = Order № { $number } was changed. To pay now: { $total }.

# To the staff. $number — the number, $state — where it stands, $when — when
orders-staff-title = Order № { $number } · { $state ->
    [placed] new
    [accepted] accepted
    [sent] on its way
    [delivered] delivered
    [declined] declined
    [cancelled] cancelled
    [expired] not confirmed in time
   *[returned] returned
} · { $when }
# $who — who took it
orders-staff-who = Taken by: { $who }
orders-staff-customer = Customer: { $customer }
orders-customer-unnamed = no name
orders-staff-none = No open orders.
orders-staff-open = Open orders ({ $count }):
orders-staff-all = All orders ({ $count }):
orders-button-open = Open
orders-button-every = All
orders-button-all = Orders
orders-button-accept = Accept № { $number }
orders-button-decline = Decline № { $number }
orders-button-sent = Sent
orders-button-delivered = Handed over
orders-button-paid = Paid
orders-button-change = Change
orders-button-return = Returned
orders-button-write = Write to the customer
orders-alert-cancelled = The customer cancelled order № { $number } for { $total }.
orders-ask-reason = Why do we decline № { $number }? The customer will see your words.
orders-button-no-reason = Without a reason
orders-ask-tracking = № { $number }: write the tracking number.
orders-button-no-tracking = No number
orders-tracking-unclear = A tracking number is letters and digits, 4 to 40 of them.
orders-ask-line = № { $number }: what shall we change?
orders-ask-quantity = { $product }{ $size }: now { $quantity }. How many should it be?
orders-sure-paid = № { $number }: is the money here, { $total }?
orders-sure-cancel = Cancel № { $number } for { $total }?
orders-sure-return = Are the goods of № { $number } back on the shelf? What was paid ({ $total }) becomes a refund.
orders-button-sure = Yes

orders-button-sale = Counter sale
orders-sale-what = What is sold? Write an article or a name, with a quantity if you like: “SU-101 x 2”.
orders-sale-more = Anything else? Write it, or press “Next”.
# $words — what was written
orders-sale-not-found = Nothing found for “{ $words }”. Try the article or other words.
orders-sale-size = { $product }: which size?
# $size — the size or nothing, $left — how many are free
orders-button-sale-size = { $size } · { $left }
orders-button-sale-done = Next
orders-button-sale-undo = Remove the last one
orders-sale-customer = For whom? Write the customer's phone or name.
orders-sale-which-customer = Which of them?
orders-sale-customer-unknown = No such customer was found. Try again, or sell without a name.
orders-button-anonymous = No customer
orders-sale-confirm = Please check the receipt:
orders-button-paid-now = Paid
# $number — the number, $total — the sum, $when — when
orders-sale-receipt = Receipt № { $number }: { $total }, { $when }. Thank you!
