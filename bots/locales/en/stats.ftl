# Statistics for the staff.
# Shared variables: $now — the value of the period, $before — of the one before, $change — the change in words, $percent — by how many
# per cent, $days — the period, $name — what a part is called
command-stats = figures: revenue, orders, visits

stats-heading = 📊 { $days }
    compared with: { $before }
# $day — a day
stats-day = { $day }
# $day — a day, $time — a time of it
stats-day-until = { $day } until { $time }
# $from, $to — dates
stats-days = { $from } – { $to }
stats-revenue = Revenue: { $now } { $change }
stats-orders = Orders: { $now } { $change }
stats-average = Average order: { $now } { $change }
stats-visits = Visits: { $now } { $change }
stats-new-customers = New customers: { $now } { $change }
stats-first-answer = First answer to a question: { $now } { $change }
stats-first-answer-none = First answer to a question: nobody asked
stats-handling = A question is settled in: { $now } { $change }
stats-bot-share = The bot managed alone: { $now } { $change }
stats-refunds = Refunds: { $now } { $change }
stats-change-up = ▲ { $percent }% (was { $before })
stats-change-down = ▼ { $percent }% (was { $before })
stats-change-up-a-little = ▲ a little (was { $before })
stats-change-down-a-little = ▼ a little (was { $before })
stats-change-same = (same as before)
stats-change-first = ▲ (none before)
# $seconds, $minutes, $hours — how many
stats-seconds = { $seconds } s
stats-minutes = { $minutes } min
stats-hours = { $hours } h { $minutes } min

# $place — place in the list
stats-part = { $place }. { $name } — { $now } { $change }
stats-name = { $name }
stats-best-hour = Busiest hour — { $name }: { $now }
stats-best-day = Best day — { $name }: { $now }
stats-best-week = Best week — from { $name }: { $now }
stats-best-month = Best month — { $name }: { $now }

stats-title-up = Revenue is up { $percent }%: { $now }
stats-title-down = Revenue is down { $percent }%: { $now }
stats-title-same = Revenue is about the same: { $now }
stats-title-first = Revenue { $now }, none before
stats-title-none = No sales in this period
stats-subtitle = { $days } against { $before }
stats-now = This period
stats-before = The one before
stats-no-data = Nothing to show yet

# $label — the label
stats-chosen = ✓ { $label }
stats-other = { $label }
stats-today = Today
stats-week = Week
stats-month = Month
stats-by-time = Over time
stats-by-category = Categories
stats-by-product = Products
stats-by-source = Sources
stats-by-channel = Channels
stats-by-staff = Staff
stats-by-operations = Answering people

# $requests — how many questions, $answered — how many of them were answered
stats-requests = Questions: { $requests }, answered: { $answered }
# $orders, $bookings — how many
stats-handled = Orders handled: { $orders }, bookings: { $bookings }
# $paid, $free — how many messages
stats-viber = Viber: { $paid } paid messages, { $free } free
stats-buckets = Do people buy after an answer:
# $wait — how long they waited, $requests — how many questions, $converted — how many people bought, $conversion — their share
stats-bucket = { $wait } — { $conversion } ({ $converted } of { $requests })
stats-bucket-to-5 = within 5 min
stats-bucket-to-15 = 5–15 min
stats-bucket-to-60 = 15–60 min
stats-bucket-to-240 = 1–4 h
stats-bucket-later = over 4 h
stats-bucket-none = no answer
stats-percent = { $percent }%
stats-unit-percent = %
stats-title-buckets = People buy most when they wait { $wait }: { $conversion }
stats-title-buckets-none = Nobody has bought after an answer yet
stats-subtitle-buckets = By the time to the first answer, { $days }
stats-no-requests = Nobody asked

stats-category-services = Services
stats-category-none = No category
stats-product-none = No name
stats-source-unknown = Source unknown
stats-source-referral = Friends’ advice
stats-source-walk-in = Walked in
stats-source-instagram = Instagram
stats-source-facebook = Facebook
stats-source-google = Google
stats-channel-telegram = Telegram
stats-channel-viber = Viber
stats-channel-web = Chat on the site
stats-channel-counter = In the shop
stats-channel-api = App
stats-staff-none = Nobody of the staff
