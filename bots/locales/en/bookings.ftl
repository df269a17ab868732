# Bookings: talks of customers and staff, alerts.
# Shared variables: $number of the booking, $service, $master by name, $when is day and hour, $time the hour,
# $until the hour it ends, $minutes it takes, $price, $state, $customer as they are called
command-book = book an appointment
command-bookings = bookings
command-today = today's bookings

# Choosing service, master, day and hour
bookings-ask-service = What would you like to book?
bookings-service-label = { $service } · { $price }
bookings-no-services = There is nothing to book yet. Ask us a question, a person will answer.
bookings-service-nobody = Sorry, nobody does this at the moment. Please choose another:
bookings-ask-master = With whom?
bookings-master-any = Anyone
bookings-any-master = any master
bookings-master-label = { $master }
bookings-master-other = This master does not do that. Please choose somebody else:
bookings-ask-day = { $service }, { $master }. Which day?
# $day is a day
bookings-day-label = { $day }
bookings-days-later = Later →
bookings-days-from-today = ← Nearest days
bookings-no-days = There are no free days here. Write to us and we will find a way.
bookings-day-past = { $day } is over. Please choose another day:
# $days is how many days ahead
bookings-day-far = We book at most { $days } { $days ->
    [one] day
   *[other] days
} ahead. Please choose an earlier day:
# $why: day-off, off-hours, too-soon, taken; $whose: any (all of the masters), chosen (who was chosen)
bookings-day-full = { $day }: { $why ->
    [day-off] { $whose ->
        [chosen] the master has a day off
       *[any] we're closed
    }
    [too-soon] too late to book
   *[taken] fully booked
}. The nearest free days are:
# $part is morning, afternoon, evening or day (all of it)
bookings-ask-time = { $service }, { $master }. { $day }{ $part ->
    [morning] , morning
    [afternoon] , afternoon
    [evening] , evening
   *[day] {""}
}. What time?
# $time is an hour
bookings-time-label = { $time }
bookings-slots-earlier = ← { $part ->
    [morning] Morning
    [afternoon] Afternoon
   *[evening] Evening
}
bookings-slots-later = { $part ->
    [morning] Morning
    [afternoon] Afternoon
   *[evening] Evening
} →
bookings-slots-all = All times
bookings-time-none-fits = Nothing is free at the time you wished, but that day there still is:
# $why: day-off, off-hours, too-soon, taken; $whose: any (all of the masters), chosen (who was chosen)
bookings-time-not-free = { $when }: { $why ->
    [day-off] { $whose ->
        [chosen] sorry, the master has that day off
       *[any] sorry, we're closed that day
    }
    [off-hours] we take no bookings at that time
    [too-soon] sorry, it's too late to book that
   *[taken] sorry, that time is taken
}.
bookings-time-past = That time is over.
bookings-ask-near = The nearest free times:
bookings-near-label = { $when }
bookings-same-time = { $time }, { $master }
bookings-slot-lost = Somebody was just a moment faster: that time is taken.
bookings-other-day = Another day
bookings-other-time = Another time
bookings-page-back = ← Back
bookings-page-more = More →

# Confirming and booking
bookings-confirm = { $service }, { $master }
    { $when }–{ $until } ({ $minutes } min)
    { $price }
# $minutes is how long the time is kept
bookings-confirm-hold = I keep this time for you for { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}. Shall I book it?
bookings-done = Booked! No. { $number }
    { $service }, { $master }
    { $when }–{ $until } · { $price }
    See you soon.
bookings-done-pending = We have your booking no. { $number }
    { $service }, { $master }
    { $when }–{ $until } · { $price }
    I will write as soon as it is confirmed.
bookings-not-booked = Fine, nothing is booked. I am here whenever you like.

# My bookings
bookings-none = You have no bookings ahead.
bookings-list = Your bookings:
bookings-list-label = { $when } · { $service }
bookings-card = No. { $number } · { $state ->
    [held] kept for you
    [pending] waiting to be confirmed
    [confirmed] confirmed
    [done] done
    [no_show] you did not come
    [cancelled] cancelled
    [declined] declined
   *[expired] not confirmed in time
}
    { $service }, { $master }
    { $when }–{ $until } · { $price }
bookings-card-proposed = Another time is proposed: { $when }
bookings-cancel-sure = Cancel the booking? { $service }, { $when }
bookings-cancelled = Booking no. { $number } is cancelled. See you another time!
bookings-kept = Fine, everything stays as it was.
bookings-agreed = Agreed!
bookings-moved = Moved! No. { $number }
    { $service }, { $master }
    { $when }–{ $until } · { $price }
bookings-moved-pending = Moved, no. { $number }. Waiting to be confirmed:
    { $service }, { $master }
    { $when }–{ $until } · { $price }

# To the customer, of what staff did
bookings-told-booked = You are booked, no. { $number }: { $service }, { $master }, { $when }. See you!
bookings-told-confirmed = Your booking no. { $number } is confirmed: { $service }, { $master }, { $when }. See you!
bookings-told-declined = Sorry, we cannot take booking no. { $number }: { $service }, { $when }.
bookings-told-cancelled = Sorry, your booking no. { $number } is cancelled: { $service }, { $when }.
bookings-told-moved = Your booking no. { $number } was moved. Now: { $service }, { $master }, { $when }.
bookings-told-expired = Booking no. { $number } was not confirmed in time: { $service }, { $when }. Sorry! Please choose another time.
# $proposed is the time that is proposed
bookings-told-proposed = About booking no. { $number } ({ $service }, { $when }): would { $proposed } suit you?
# $reason is what staff wrote
bookings-told-reason = Reason: { $reason }

# Buttons
bookings-button-confirm = Book it
bookings-button-not-now = Not now
bookings-button-book = Book
bookings-button-book-again = Book again
bookings-button-ask = Ask a question
bookings-button-mine = My bookings
bookings-button-see = My booking
bookings-button-move = Move
bookings-button-move-instead = Move it instead
bookings-button-cancel = Cancel it
bookings-button-cancel-yes = Yes, cancel it
bookings-button-keep = Keep as it is
bookings-button-agree = Yes, that suits me
bookings-button-other-time = Another time
bookings-button-accept = Accept
bookings-button-decline = Decline
bookings-button-propose = Propose a time
bookings-button-write = Write
bookings-button-open = Open
bookings-button-today = Today
bookings-button-done = Done
bookings-button-no-show = Did not come
bookings-button-paid = Paid
bookings-button-back = ← Back
bookings-button-book-for = Book for a customer
bookings-button-no-reason = No reason
bookings-button-full-price = { $price }
# $name is what the manager called them
bookings-button-new-person = New: { $name }
bookings-button-no-name = No name

# Staff: card, alerts, lists
# $by — nobody / somebody; $who decided; empty if nobody did
bookings-staff-title = { $state ->
    [held] Being held
    [pending] New booking, waiting for your word
    [confirmed] { $by ->
        [nobody] New booking
       *[other] Confirmed · { $who }
    }
    [done] Done
    [no_show] Did not come
    [cancelled] Cancelled{ $by ->
        [nobody] {""}
       *[other] {" · "}{ $who }
    }
    [declined] Declined · { $who }
   *[expired] Not confirmed in time
} · no. { $number }
bookings-staff-what = { $service }, { $master }
    { $when }–{ $until } · { $price }
# $channel is telegram, viber, web, api or counter
bookings-staff-customer = { $customer } · { $channel ->
    [telegram] Telegram
    [viber] Viber
    [web] web chat
    [counter] booked by staff
    [api] an app
   *[other] { $channel }
}
bookings-staff-comment = Note: { $comment }
# $paid is the amount
bookings-staff-paid = Paid: { $paid }
bookings-news-moved = Booking moved, no. { $number }: { $customer }, { $service }, now { $when }
bookings-news-cancelled = Booking cancelled, no. { $number }: { $customer }, { $service }, { $when }
bookings-news-customer-moved = The customer moved booking no. { $number }: { $customer }, { $service }, now { $when }, { $master }
bookings-news-customer-cancelled = The customer cancelled booking no. { $number }: { $customer }, { $service }, { $when }, { $master }
bookings-news-proposal-declined = The other time did not suit, no. { $number }: { $customer } stays at { $when }
bookings-news-expired = Nobody confirmed booking no. { $number }: { $customer }, { $service }, { $when }
bookings-news-handed-over = Booking no. { $number } went to another master: { $customer }, { $service }, { $when }
# $count is how many bookings
bookings-staff-day = { $day }: { $count ->
    [0] no bookings
    [one] { $count } booking
   *[other] { $count } bookings
}
bookings-staff-label = { $time } { $customer } · { $service }
bookings-day-before = ← { $day }
bookings-day-after = { $day } →
bookings-ask-decline-reason = Why is no. { $number } ({ $when }) declined? The customer reads the reason. Choose or write:
bookings-ask-cancel-reason = Why is no. { $number } ({ $when }) cancelled? The customer reads the reason. Choose or write:
bookings-reason-master-ill = The master is ill
bookings-reason-no-time = That time is taken
bookings-reason-closed = We are closed that day
# $most is the greatest length
bookings-reason-too-long = The reason is too long: at most { $most } characters, please.
bookings-proposed = I have asked the customer. The answer will come here.
bookings-moved-told = Moved.
bookings-ask-paid = How much was paid for no. { $number } ({ $service })? Press or write the amount.
bookings-ask-who = Whom shall I book? Write a name or a phone.
# $count is how many were found
bookings-ask-which = { $count ->
    [0] There is no such customer yet.
   *[other] This is whom I found. Which one?
}
# $phone is a phone or empty
bookings-person-label = { $name } { $phone }
bookings-sure-for = { $customer }: { $service }, { $master }, { $when }. Shall I book it?
bookings-booked-for = Booked, no. { $number }: { $customer }, { $service }, { $when }
bookings-today-title = { $day }: { $count ->
    [0] no bookings
    [one] { $count } booking
   *[other] { $count } bookings
}
bookings-today-master = — { $master }
bookings-today-line = { $time }–{ $until } { $customer } · { $service }{ $state ->
    [pending] {" "}(waiting)
    [done] {" "}✓
    [no_show] {" "}(did not come)
   *[confirmed] {""}
}
bookings-today-nobody = Nobody
# $from and $to are hours
bookings-today-window = { $from }–{ $to }
# $windows are the free stretches
bookings-today-free = Free: { $windows }
