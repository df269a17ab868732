# $most — how many there may be
error-cart-empty = Your cart is empty. Choose something in the catalogue.
error-cart-full = Your cart already holds { $most } different items, no more fit. Please check out first.
error-order-price-changed = The price has changed meanwhile. Please check again:
error-order-paid-already = This order is paid already.
error-order-last-line = This is the last item of the order. To remove it, cancel the order.
error-quantity-invalid = A quantity is a whole number from 1 to { $most }.
# $product — its name, $left — how many are left
error-stock-short = “{ $product }”: { $left } left, there are no more now.
# $reserved — how many are promised to orders
error-stock-promised = That cannot be: { $reserved } are already promised to orders.
error-order-not-cancellable = This order can no longer be cancelled. Write to us and we will help.
# $state — where the order stands
error-order-wrong-state = This can no longer be done: the order has moved on.{ $state ->
    [cancelled] {" "}The customer cancelled it.
    [expired] {" "}The time to confirm it is over.
   *[other] {""}
}
error-product-gone = This product is no longer sold.
