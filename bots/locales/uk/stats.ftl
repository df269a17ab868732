# Статистика для персоналу.
# Спільні змінні: $now — значення за період, $before — за попередній, $change — зміна словами, $percent — на скільки відсотків,
# $days — період, $name — назва частини
command-stats = статистика: виручка, замовлення, візити

stats-heading = 📊 { $days }
    порівняно з: { $before }
# $day — день
stats-day = { $day }
# $day — день, $time — година
stats-day-until = { $day } до { $time }
# $from, $to — дати
stats-days = { $from } – { $to }
stats-revenue = Виручка: { $now } { $change }
stats-orders = Замовлення: { $now } { $change }
stats-average = Середнє замовлення: { $now } { $change }
stats-visits = Візити: { $now } { $change }
stats-new-customers = Нові клієнти: { $now } { $change }
stats-first-answer = Перша відповідь на запитання: { $now } { $change }
stats-first-answer-none = Перша відповідь на запитання: запитань не було
stats-handling = Запитання вирішено за: { $now } { $change }
stats-bot-share = Бот упорався сам: { $now } { $change }
stats-refunds = Повернення: { $now } { $change }
stats-change-up = ▲ { $percent } % (було { $before })
stats-change-down = ▼ { $percent } % (було { $before })
stats-change-up-a-little = ▲ трохи (було { $before })
stats-change-down-a-little = ▼ трохи (було { $before })
stats-change-same = (як і раніше)
stats-change-first = ▲ (раніше не було)
# $seconds, $minutes, $hours — скільки
stats-seconds = { $seconds } с
stats-minutes = { $minutes } хв
stats-hours = { $hours } год { $minutes } хв

# $place — місце в списку
stats-part = { $place }. { $name } — { $now } { $change }
stats-name = { $name }
stats-best-hour = Найжвавіша година — { $name }: { $now }
stats-best-day = Найкращий день — { $name }: { $now }
stats-best-week = Найкращий тиждень — від { $name }: { $now }
stats-best-month = Найкращий місяць — { $name }: { $now }

stats-title-up = Виручка зросла на { $percent } %: { $now }
stats-title-down = Виручка зменшилася на { $percent } %: { $now }
stats-title-same = Виручка майже така сама: { $now }
stats-title-first = Виручка { $now }, раніше її не було
stats-title-none = Продажів за цей період немає
stats-subtitle = { $days } проти { $before }
stats-now = Цей період
stats-before = Попередній
stats-no-data = Поки що немає що показати

# $label — напис
stats-chosen = ✓ { $label }
stats-other = { $label }
stats-today = Сьогодні
stats-week = Тиждень
stats-month = Місяць
stats-by-time = За часом
stats-by-category = Категорії
stats-by-product = Товари
stats-by-source = Джерела
stats-by-channel = Канали
stats-by-staff = Працівники
stats-by-operations = Робота з людьми

# $requests — скільки запитань, $answered — на скільки з них відповіли
stats-requests = Запитання: { $requests }, відповіли: { $answered }
# $orders, $bookings — скільки
stats-handled = Опрацьовано замовлень: { $orders }, записів: { $bookings }
# $paid, $free — скільки повідомлень
stats-viber = Viber: платних повідомлень { $paid }, безкоштовних { $free }
stats-buckets = Чи купують після відповіді:
# $wait — скільки чекали, $requests — скільки запитань, $converted — скільки людей купили, $conversion — їхня частка
stats-bucket = { $wait } — { $conversion } ({ $converted } з { $requests })
stats-bucket-to-5 = до 5 хв
stats-bucket-to-15 = 5–15 хв
stats-bucket-to-60 = 15–60 хв
stats-bucket-to-240 = 1–4 год
stats-bucket-later = понад 4 год
stats-bucket-none = без відповіді
stats-percent = { $percent } %
stats-unit-percent = %
stats-title-buckets = Найчастіше купують, коли чекають { $wait }: { $conversion }
stats-title-buckets-none = Після відповіді ще ніхто не купив
stats-subtitle-buckets = За часом до першої відповіді, { $days }
stats-no-requests = Запитань не було

stats-category-services = Послуги
stats-category-none = Без категорії
stats-product-none = Без назви
stats-source-unknown = Невідомо звідки
stats-source-referral = Порадили друзі
stats-source-walk-in = Зайшли з вулиці
stats-source-instagram = Instagram
stats-source-facebook = Facebook
stats-source-google = Google
stats-channel-telegram = Telegram
stats-channel-viber = Viber
stats-channel-web = Чат на сайті
stats-channel-counter = У магазині
stats-channel-api = Застосунок
stats-staff-none = Без працівника
