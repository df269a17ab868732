# People: getting to know them, consent, profile, language, promotions, the customer's card

command-start = main menu
command-language = change the language
command-profile = my details, orders and visits
command-loyalty = recommend us to friends
command-stop = no more promotions
command-price = prices
command-customer = a customer's card: name or phone

# $business: name of the business
people-welcome = Hello! I'm the assistant of { $business }: I show what we sell, book visits and pass your questions on to a person.
people-consent = To help you we keep your name, contact, orders, visits and this conversation. All of it is encrypted, only our staff see it, and you can ask us to delete everything at any time. Do you agree?
people-button-agree = Yes, I agree
people-button-agree-now = Agree
people-button-not-now = Not now
people-consent-later = All right, I keep nothing beyond this message. Press the button whenever you change your mind.
people-thanks-agreed = Thank you!
# $name: their name
people-hello = Hello, { $name }!
people-hello-unnamed = Hello!
people-menu = How can I help? Press a button or just write.
people-youre-welcome = You're welcome! I'm here if you need anything.
people-menu-button = Menu
people-menu-catalog = Catalogue
people-menu-orders = My orders
people-menu-book = Book a visit
people-menu-bookings = My bookings
people-menu-ask = Ask a person
people-menu-loyalty = Recommend us
people-menu-profile = My details
people-menu-language = Language / Мова

people-language-uk = Українська
people-language-ru = Русский
people-language-en = English
people-ask-language = Which language shall we speak?
people-language-set = I speak English now.

# Promotions
people-promotions-stopped = No more promotions from me. You will still hear about your own orders and bookings.
people-promotions-started = Good, I'll tell you about promotions worth knowing.
people-button-promotions-on = Get promotions
people-button-promotions-off = Stop promotions

# My details
people-profile = Your details:
# $name: name
people-profile-name = Name: { $name }
# $phone: phone; $proved: yes, no
people-profile-phone = Phone: { $phone }{ $proved ->
    [yes] {" "}✓
   *[no] {""}
}
# $email: e-mail
people-profile-email = E-mail: { $email }
# $birthday: birthday
people-profile-birthday = Birthday: { $birthday }
# $preferences: what they like
people-profile-preferences = Preferences: { $preferences }
# $contraindications: what a master must know
people-profile-contraindications = Contraindications: { $contraindications }
# $promotions: on, off
people-profile-promotions = Promotions: { $promotions ->
    [on] on
   *[off] off
}
people-not-said = not given
people-saved = Saved ✓
people-button-profile = My details
people-button-edit-name = Name
people-button-edit-phone = Phone
people-button-edit-email = E-mail
people-button-edit-birthday = Birthday
people-button-edit-preferences = Preferences
people-button-edit-contraindications = Contraindications
people-button-my-orders = My orders
people-button-my-visits = My visits
people-button-share-phone = 📱 Share my number
people-button-clear = Remove
people-button-back = Back
people-button-earlier = Earlier
people-ask-name = What shall we call you?
people-ask-phone = Share your number with the button or type it, for example 067 123 45 67.
people-ask-email = Type your e-mail address.
people-ask-birthday = When is your birthday? For example, 14.03.1990
people-ask-preferences = What do you like? A master, a size, colours, a good time: write it in one message.
people-ask-contraindications = What must a master know: allergies, sensitive skin, pregnancy? Only your masters and the managers see it.
people-unclear-name = Please type a name of up to 200 characters.
people-unclear-email = That doesn't look like an e-mail address. Example: olena@example.com
people-unclear-birthday = I didn't get the date. Type day, month and year: 14.03.1990
people-unclear-preferences = That is too long. Please keep it under 2000 characters.
people-unclear-contraindications = That is too long. Please keep it under 2000 characters.
# $phone: phone
people-phone-kept = I saved the number { $phone }.
people-phone-proved = The number { $phone } is confirmed ✓
people-phone-merged = The number { $phone } is confirmed ✓ We have met before: your orders and visits are now in one place.
# $count: how many in all
people-own-orders = Your orders ({ $count }):
people-own-orders-none = No orders yet.
# $number: number (may be empty), $day: date, $total: sum, $state: state
people-own-order = { $day } · No. { $number } · { $total } · { $state ->
    [placed] waiting for confirmation
    [accepted] accepted
    [sent] on its way
    [delivered] received
    [declined] declined
    [cancelled] cancelled
    [expired] not confirmed in time
   *[returned] returned
}
people-own-visits = Your visits:
people-own-visits-none = No visits yet.
# $when: time, $service: service, $master: master, $sum: sum, $state: state
people-own-visit = { $when } · { $service }, { $master } · { $sum }{ $state ->
    [pending] {" "}· waiting for confirmation
    [confirmed] {" "}· ahead
    [no_show] {" "}· missed
   *[done] {""}
}

# Recommending
# $business: name of the business
people-loyalty = Recommend { $business } to your friends. Here is your own link:
# $link: link
people-loyalty-link = { $link }
# $code: command
people-loyalty-code = Or let a friend write this in our chat: { $code }
# $came: how many people came, $paid: how many of them bought or visited
people-loyalty-came = { $came ->
    [0] Nobody has come on your word yet.
    [one] { $came } person has come on your word; bought or visited: { $paid }.
   *[other] { $came } people have come on your word; bought or visited: { $paid }.
}

# Prices
people-price-services = Our services:
# $service: service, $price: price, $minutes: length
people-price-line = { $service } — { $price }, { $minutes } min
people-price-goods = Prices of goods are in the catalogue, beside each of them.
people-price-wholesale = Interested in wholesale prices? Write to us and a manager will answer in person.

# The customer's card, for staff
people-unnamed = unnamed customer
# $query: what was looked for
people-nobody = I found nobody. Try the beginning of a name, a phone or an e-mail.
people-found = Found for “{ $query }”:
people-newest = The newest customers. To find somebody: /customer NAME or PHONE
# $name: name, $phone: phone or empty
people-list-item = { $name } { $phone }
people-button-everybody = All customers
people-button-more = More
# $name: name
people-card = 👤 { $name }
people-card-phone = Phone: { $phone }{ $proved ->
    [yes] {" "}✓
   *[no] {""}
}
# $value: value
people-card-email = E-mail: { $value }
people-card-birthday = Birthday: { $birthday }
people-card-preferences = Preferences: { $value }
people-card-contraindications = ⚠️ Contraindications: { $value }
# $source: where they came from, $channels: messengers
people-card-source = Came from: { $source ->
    [unknown] unknown
    [referral] a recommendation
   *[other] { $source }
}. Writes from: { $channels }
# $first: first seen, $last: last seen, $changed: when the data changed
people-card-times = First seen { $first }, last seen { $last }. Data changed { $changed }
# $count: how many, $paid: worth, $last: the last one
people-card-orders = Orders: { $count } worth { $paid }, the last on { $last }
people-card-visits = Visits: { $count } worth { $paid }, the last on { $last }
# $consent: yes, no; $promotions: on, off; $came: friends they brought
people-card-consent = Consent: { $consent ->
    [yes] given
   *[no] none
}. Promotions: { $promotions ->
    [on] yes
   *[off] no
}. Friends brought: { $came }
people-button-history = History
people-button-note = Note
people-button-write = Write to the customer
people-button-card = Card
# $customer: customer
people-ask-note = A note about { $customer }: write it in one message.
people-note-added = Note added ✓
people-history = History, newest first:
people-history-none = There is no history yet.
# $when: when, $channel: messenger, $text: words, $who: who answered
people-line-message = { $when } · 💬 { $channel }: { $text }
people-line-answer = { $when } · ↩️ { $channel }, { $who }: { $text }
# $numbered: yes, no; $number: number; $total: sum; $state: state
people-line-order = { $when } · 🛍 { $numbered ->
    [yes] order No. { $number }
   *[no] purchase
}, { $total }, { $state ->
    [placed] waiting
    [accepted] accepted
    [sent] sent
    [delivered] received
    [declined] declined
    [cancelled] cancelled
    [expired] expired
   *[returned] returned
}
# $amount: sum
people-line-refund = { $when } · ↩️ refund { $amount }
# $product: product
people-line-view = { $when } · 👀 { $product }
# $number: number, $service: service, $master: master, $sum: sum, $state: state
people-line-booking = { $when } · 📅 No. { $number } { $service }, { $master }, { $sum }, { $state ->
    [pending] waiting
    [confirmed] confirmed
    [done] took place
    [no_show] did not come
    [cancelled] cancelled
    [declined] declined
   *[expired] expired
}
people-line-request = { $when } · ❓ request No. { $number }, { $state ->
    [new] new
    [taken] in hand
   *[closed] closed
}
people-line-note = { $when } · 📝 { $who }: { $text }

# Whether two are one
# $one, $other: names
people-alike = { $one } and { $other } have the same phone. Are they one person?
# $count: how many pairs
people-alike-many = { $count ->
    [one] { $count } pair of customers shares a phone. Check whether they are one person.
   *[other] { $count } pairs of customers share phones. Check whether they are the same people.
}
# $who: who decided
people-alike-merged = { $one } and { $other } are one person. Merged ({ $who }).
people-alike-kept-apart = { $one } and { $other } are different people ({ $who }).
people-button-merge = One person
people-button-keep-apart = Different people
# $name: name
people-button-open = { $name }
people-button-duplicates = Check
people-merged = Merged ✓
people-kept-apart = All right, they are different people.
people-no-duplicates = There is no pair to decide about.
