# Requests: people talking to people through the bot

command-ask = ask a person
command-requests = requests that wait

# For customers
requests-ask-question = What would you like to know? Write it in one message, with a photo if you like, and I'll pass it on to a person.
# $number: the request's number
requests-opened = I'm passing your question on to a person (No. { $number }).
# $day: today, tomorrow, later; $time: time; $date: day
requests-promise-by = { $day ->
    [today] We'll answer today by { $time }.
    [tomorrow] We'll answer tomorrow by { $time }.
   *[later] We'll answer on { $date } by { $time }.
}
requests-promise-from = { $day ->
    [today] We aren't in yet: we'll answer today from { $time }.
    [tomorrow] We've left for today: we'll answer tomorrow from { $time }.
   *[later] We're closed now: we'll answer on { $date } from { $time }.
}
requests-promise-some-day = We'll answer as soon as we can.
requests-passed-on = Passed on ✓ To leave the conversation: /cancel
# $number: the request's number
requests-still-open = All right, I pass nothing more on. Your question No. { $number } still stands: the answer will come here.
# $number: the request's number
requests-aside = Your question No. { $number } stays with a person, and the answer will come here. Here is what I can do myself:
requests-go-on = Go ahead, I'll pass everything on to a person (request No. { $number }).
requests-finished = The conversation is over. Thank you!
# $who: a staff member's name
requests-from-staff = 👤 { $who }:
requests-ended-by-staff = The conversation is over. If there is anything else, just write.
requests-button-finish = End the conversation
requests-button-end-question = Close the question
requests-button-write-more = Write to the person
requests-button-reply = Reply
requests-button-ask-again = Ask something else
requests-button-menu = Menu

# For staff
# $number: number, $customer: customer, $channel: messenger, $who: who took it
requests-alert-new = ❓ Request No. { $number } · { $customer } · { $channel }
requests-alert-taken = 🙋 Request No. { $number } · { $customer } · { $channel } — with { $who }
requests-alert-closed = ✅ Request No. { $number } · { $customer } · { $channel } — closed
# $text: the customer's words
requests-quote = “{ $text }”
# $when: promised by
requests-alert-due = An answer was promised by: { $when }
requests-relay = 💬 { $customer } (request No. { $number }, { $channel }):
requests-button-take = Take it
requests-button-answer = Answer
requests-button-close = Close
requests-button-card = Customer's card
requests-button-list = All requests
requests-button-refresh = Refresh
requests-button-later = Next
requests-button-done = Done
requests-none = Nobody is waiting for an answer 👌
# $count: how many are open
requests-list = { $count ->
    [one] { $count } request is open. The oldest first:
   *[other] { $count } requests are open. The oldest first:
}
# $number: number, $customer: customer, $age: how long it waits, $state: new, taken, closed; $who: who took it
requests-list-item = { $state ->
    [new] ❓
    [taken] 🙋
   *[closed] ✅
} No. { $number } { $customer } · { $age }{ $state ->
    [taken] {" "}· { $who }
   *[new] {""}
}
requests-card = Request No. { $number } · { $customer } · { $channel } · { $age } · { $state ->
    [new] new
    [taken] with { $who }
   *[closed] closed
}
# $minutes: minutes, $hours: hours
requests-minutes = { $minutes } min
requests-hours = { $hours } h
# $number: number, $customer: customer
requests-write = Go ahead: everything you write goes to { $customer } (request No. { $number }), photos too. To leave: /done
requests-sent = Sent: { $customer }, request No. { $number } ✓
requests-left = All right. Request No. { $number } stays with you, and the customer's replies come here.
requests-closed = Request No. { $number } is closed ✓
requests-done = All right, nothing more goes to the customer.
requests-ended-by-customer = { $customer } ends the conversation (request No. { $number }, { $channel }).
