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

# Bookings
error-booking-slot-taken = That time has just been taken. Please choose another.
error-booking-slot-past = That time is over. Please choose another.
error-booking-outside-hours = Nobody works at that time. Please choose another.
# $minutes is the shortest notice
error-booking-too-soon = We need at least { $minutes } minutes' notice. Please choose a later time.
# $days is how many days ahead one may book
error-booking-too-far = We do not book that far ahead yet: only { $days } days.
error-booking-not-movable = This booking cannot be moved any more. Write to us and we will help.
error-booking-wrong-state = That cannot be done with this booking any more: it has changed.
error-booking-hold-over = The time I kept for you is free for everybody again. Please choose it once more.

# Reports
error-period-invalid = These dates cannot be read. Write, for example, /stats 2026-11-01 2026-11-15 or /stats 1.11 15.11: the first date is not after the second, ten years at most.

# General
error-not-allowed = This is not open to you. If it should be, please ask the owner.
error-not-found = There is no such thing here. It may have been removed.
error-input-invalid = Something here is not right. Please check it and send it again.
error-business-unknown = There is no such business here. Please check the link.
error-just-taken = Somebody did this at the same moment. Please try again.
# $who — who decided
error-already-decided = Already decided: { $who }.
error-file-too-big = The file is too big: 10 MB at most.
error-file-kind = I cannot show a file of this kind. Please send a photo (JPEG, PNG, WebP or GIF).
error-channel-unreachable = The messenger does not answer at the moment. Please try a little later.

# Accounts
error-account-exists = There is an account with this e-mail already. Please log in with it.
error-login-wrong = The e-mail or the password does not fit.
error-invitation-invalid = This invitation is no longer good. Please ask the owner for a new one.
error-last-owner = The last owner cannot leave: please invite another one first.
error-channel-token-taken = This bot is connected already.
error-channel-token-refused = The messenger did not accept this token. Please copy the whole of it once more.
error-idempotency-key-reused = Another request was sent with this Idempotency-Key before.

# Shared
# $who: who took it
error-request-taken = Somebody else has taken this request: { $who }.
error-request-closed = This request is closed already.
error-phone-invalid = That doesn't look like a phone number. Example: 067 123 45 67
error-referral-loop = That would close a circle: nobody can bring the person who brought them.
error-customer-unreachable = The person can't be reached now: they blocked the bot or have not written to it yet.

# Of the API: what a field or a period must be
error-field-discount = An amount such as 19.90 is expected: not below zero, not above the sum of the items, with no more digits after the point than the currency has.
error-field-amount = An amount such as 199.90 is expected: not below zero, with no more digits after the point than the currency has. A refund may leave it out where its items or a known purchase say how much.
error-field-birthday = A day such as 1990-05-31 is expected: from 1900-01-01 on and not in the future.
error-field-address = Say where to deliver, in 1 to 500 characters: an address or a branch of the post. Only pick-up goes without.
error-dates-of-period = `from` and `to` are days such as 2026-11-01, in the years 1900 to 2999; `from` is not after `to`, and they are ten years apart at most.
