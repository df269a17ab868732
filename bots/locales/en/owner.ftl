# What an owner looks after: settings, API keys, the audit

command-settings = settings of the business
command-keys = API keys
command-audit = who did what

owner-settings-saved = Saved ✓ Takes effect within a few seconds.
# $business
owner-settings = Settings of “{ $business }”
# $state — on or off
owner-settings-confirm = { $state ->
    [on] A manager confirms bookings
   *[off] Bookings are confirmed at once
}
owner-settings-shop = { $state ->
    [on] The shop is on
   *[off] The shop is off
}
owner-settings-bookings = { $state ->
    [on] Bookings are on
   *[off] Bookings are off
}
owner-button-confirm = { $state ->
    [on] Confirm bookings at once
   *[off] Let a manager confirm bookings
}
owner-button-shop = { $state ->
    [on] Turn the shop off
   *[off] Turn the shop on
}
owner-button-bookings = { $state ->
    [on] Turn bookings off
   *[off] Turn bookings on
}
# $minutes — minutes
owner-settings-answer_within = Questions are answered within { $minutes } min of working hours
owner-settings-notice_minutes = Booking closes { $minutes } min before the start
owner-settings-slot_step = Bookings start every { $minutes } min
owner-button-minutes = { $minutes } min
owner-button-answer_within = Time to answer
owner-button-notice_minutes = Shortest notice
owner-button-slot_step = Booking step
owner-button-back = ← Back
# $minutes — the present number, $least and $most — the bounds
owner-ask-answer_within = Within how many minutes do you answer questions? Now it is { $minutes }. Write a number from { $least } to { $most }.
owner-ask-notice_minutes = Until how many minutes before the start may people book? Now it is { $minutes }. Write a number from { $least } to { $most }.
owner-ask-slot_step = How many minutes apart should start times be? Now it is { $minutes }. Write a number from { $least } to { $most }.
owner-minutes-unclear = Please write a whole number of minutes from { $least } to { $most }.
owner-settings-hours = Opening hours:
owner-settings-no-hours = No opening hours are set yet.
# $first, $last, $day — days of the week, $times — hours
owner-hours-day = { $day }: { $times }
owner-hours-days = { $first }–{ $last }: { $times }
# $day — day of the week, 1 is Monday
owner-weekday = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}

# $count — how many keys
owner-keys = { $count ->
    [0] There are no API keys yet.
    [one] { $count } API key:
   *[other] { $count } API keys:
}
# $name — its name, $begins — how its id begins, $scopes — what it may do, $used — when it was last used
owner-key = • { $name } ({ $begins }) — { $scopes }. Last used: { $used }
owner-key-unused = never
owner-keys-new = A new key is made by POST /v1/api-keys: it is seen once, there, never in a chat.
owner-button-revoke = Revoke: { $name }
owner-revoke-sure = Revoke the key “{ $name }” ({ $begins })? Whatever uses it will stop working.
owner-button-keep = Keep it
owner-key-revoked = The key “{ $name }” is revoked. It stops working within a few seconds.
owner-button-refresh = Refresh

owner-audit = The log, newest first:
owner-audit-none = There is nothing more in the log.
# $when — when, $who — who, $what — what
owner-audit-line = { $when } · { $who } · { $what }
owner-button-newest = ← Newest
owner-button-older = Earlier →
owner-who-former = a former colleague
owner-who-key = key “{ $name }”
owner-who-customer = a customer
owner-who-system = the system
# $action — what was done, $code — the same as it is written down, $command — what was refused
owner-action = { $action ->
    [accounts-register] registered the business
    [bookings-accept] confirmed a booking
    [bookings-cancel] cancelled a booking
    [bookings-create] made a booking
    [bookings-decline] declined a booking
    [bookings-done] marked a booking done
    [bookings-move] moved a booking
    [bookings-no-show] noted that a customer did not come
    [bookings-paid] marked a booking paid
    [bookings-propose] proposed another time
    [catalog-add] added a product
    [catalog-change] changed a product
    [catalog-stock-count] counted stock
    [catalog-stock-receipt] received stock
    [channels-add] connected a channel
    [channels-remove] disconnected a channel
    [customers-keep-apart] kept two customers apart
    [customers-merge] merged two cards of a customer
    [customers-note] added a note on a customer
    [customers-same] confirmed that two cards are one customer
    [customers-update] changed a customer’s card
    [dead-letters-replay] retried a failed message
    [denied] was refused: { $command }
    [keys-create] made an API key
    [keys-revoke] revoked an API key
    [orders-accept] accepted an order
    [orders-cancel] cancelled an order
    [orders-change-line] changed an item of an order
    [orders-counter-sale] sold at the counter
    [orders-decline] declined an order
    [orders-deliver] handed over an order
    [orders-pay] marked an order paid
    [orders-return] took a return
    [orders-send] sent an order
    [requests-close] closed a question
    [requests-take] took a question
    [requests-write] wrote to a customer
    [services-save] saved a service
    [settings-change] changed the settings
    [staff-hours] changed a master’s hours
    [staff-names] changed a master’s name
    [staff-time-off] changed a master’s days off
    [team-invite] invited to the team
    [team-join] joined the team
    [team-leave] left the team
    [team-remove] removed from the team
   *[other] { $code }
}
